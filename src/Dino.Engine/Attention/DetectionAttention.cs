using Dino.Core;
using Dino.Core.Attention;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Transforms;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.PostProcessing;
using Dino.Torch;
using TorchSharp;

namespace Dino.Engine.Attention;

/// <summary>What the detections and a chosen pixel of an image looked at.</summary>
internal sealed class DetectionAttention(DinoDetector model, EvaluationSize size, torch.Device device)
{
    /// <summary>The image's best detections of at least <paramref name="leastScore"/>; the best one whatever its score when there is none.</summary>
    /// <param name="names">Of the categories.</param>
    /// <param name="pixel">In the original image; null for no encoder attention.</param>
    /// <exception cref="BadInputException">The pixel lies outside the image, or the file is not a picture.</exception>
    public ImageAttention Of(
        CocoSource source, CocoImage image, IReadOnlyDictionary<int, string> names, double leastScore, int most, (double X, double Y)? pixel)
    {
        using var step = InferenceSession.BeginStep();
        using var noGradients = torch.no_grad();
        var picture = ImageDecoder.Decode(new ImageFolder(source.ImageFolder).Resolve(image.FileName));
        var sample = new EvaluationPipeline(size).Load(source, image, []);
        var frame = new AttentionFrame(picture.Width, picture.Height, sample.Width, sample.Height, sample.Width, sample.Height);
        using var batch = BatchTensors.Of([sample], device);
        var recorder = new AttentionRecorder(pixel is { } chosenPixel ? RelativeTo(picture, chosenPixel) : null, step.Tensors);
        using var output = model.Forward(batch.Images, observer: recorder);
        var found = new PostProcessor(model.Config).Process(output.Final, [(picture.Height, picture.Width)])[0];
        var chosen = Enumerable.Range(0, found.Scores.Length)
            .Where(i => names.ContainsKey((int)found.Labels[i]) && (i == 0 || found.Scores[i] >= leastScore))
            .Take(most).ToArray();
        return new ImageAttention(
            picture,
            [.. chosen.Select(i => Samples(recorder.Decoder, (int)found.QueryIndices[i], frame) with
            {
                Subject = $"{names[(int)found.Labels[i]]} {found.Scores[i]:0.00} in {image.FileName}", Box = found.Box(i), Score = found.Scores[i],
            })],
            new DetectionSelfAttention
            {
                Subject = image.FileName,
                Boxes = [.. chosen.Select(i => found.Box(i))],
                Scores = [.. chosen.Select(i => found.Scores[i])],
                Layers = recorder.Decoder.Layers,
                Heads = recorder.Decoder.Heads,
                Queries = recorder.Decoder.Queries,
                Weights = recorder.SelfAttentionOf([.. chosen.Select(i => found.QueryIndices[i])]),
            },
            pixel is { } place ? Samples(recorder.Encoder, 0, frame) with { Subject = $"pixel ({place.X:0}, {place.Y:0}) in {image.FileName}", Pixel = place } : null);
    }

    private static (double X, double Y) RelativeTo(RgbImage picture, (double X, double Y) pixel)
        => pixel.X >= 0 && pixel.Y >= 0 && pixel.X < picture.Width && pixel.Y < picture.Height
            ? ((pixel.X + 0.5) / picture.Width, (pixel.Y + 0.5) / picture.Height)
            : throw new BadInputException($"pixel {pixel.X:0},{pixel.Y:0}: outside the image; expected less than {picture.Width},{picture.Height}");

    private static AttentionSamples Samples(DeformableRecord record, int query, AttentionFrame frame)
    {
        var (locations, weights) = record.OfQuery(query);
        return new AttentionSamples
        {
            Subject = "",
            Box = null,
            Score = null,
            Frame = frame,
            Layers = record.Layers,
            Heads = record.Heads,
            Levels = record.Levels,
            Points = record.Points,
            Locations = locations,
            Weights = weights,
        };
    }
}

/// <summary>The attention worth showing of one image.</summary>
/// <param name="Picture">The original image.</param>
/// <param name="Detections">Decoder cross-attention, best detection first.</param>
/// <param name="Between">Decoder self-attention between those detections.</param>
/// <param name="Pixel">Encoder attention of the chosen pixel; null without one.</param>
public sealed record ImageAttention(RgbImage Picture, IReadOnlyList<AttentionSamples> Detections, DetectionSelfAttention Between, AttentionSamples? Pixel);
