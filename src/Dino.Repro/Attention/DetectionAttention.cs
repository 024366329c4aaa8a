using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Transforms;
using Dino.Figures.Attention;
using Dino.Model;
using Dino.Model.Outputs;
using Dino.Model.PostProcessing;
using Dino.Ops;
using Dino.Training.Batching;
using TorchSharp;

namespace Dino.Repro.Attention;

/// <summary>What the detections of an image looked at (dino-spec 16).</summary>
internal sealed class DetectionAttention(DinoDetector model, EvaluationSize size, torch.Device device)
{
    /// <summary>The image's best detections of at least <paramref name="leastScore"/>, best first; the best one whatever its score when there is none.</summary>
    /// <param name="names">Of the categories.</param>
    public (RgbImage Picture, IReadOnlyList<AttentionSamples> Samples) Of(
        CocoSource source, CocoImage image, IReadOnlyDictionary<int, string> names, double leastScore, int most)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var picture = ImageDecoder.Decode(new ImageFolder(source.ImageFolder).Resolve(image.FileName));
        var sample = new EvaluationPipeline(size).Load(source, image, []);
        using var batch = BatchTensors.Of([sample], device);
        var recorder = new DecoderAttentionRecorder();
        using var output = model.Forward(batch.Images, observer: recorder);
        var found = new PostProcessor(model.Config).Process(output.Final, [(picture.Height, picture.Width)])[0];
        var frame = new AttentionFrame(picture.Width, picture.Height, sample.Width, sample.Height, sample.Width, sample.Height);
        var chosen = Enumerable.Range(0, found.Scores.Length)
            .Where(i => names.ContainsKey((int)found.Labels[i]) && (i == 0 || found.Scores[i] >= leastScore))
            .Take(most);
        return (picture, [.. chosen.Select(i => Describe(found, i, image, names, frame, recorder))]);
    }

    private static AttentionSamples Describe(
        ImageDetections found, int i, CocoImage image, IReadOnlyDictionary<int, string> names, AttentionFrame frame, DecoderAttentionRecorder recorder)
    {
        var (locations, weights) = recorder.OfQuery(found.QueryIndices[i]);
        var box = found.BoxesXyXy.AsSpan(4 * i, 4);
        return new AttentionSamples
        {
            Subject = $"{names[(int)found.Labels[i]]} {found.Scores[i]:0.00} in {image.FileName}",
            Box = new BoxXyWh(box[0], box[1], box[2] - box[0], box[3] - box[1]),
            Score = found.Scores[i],
            Frame = frame,
            Layers = recorder.Layers,
            Heads = recorder.Heads,
            Levels = recorder.Levels,
            Points = recorder.Points,
            Locations = locations,
            Weights = weights,
        };
    }
}
