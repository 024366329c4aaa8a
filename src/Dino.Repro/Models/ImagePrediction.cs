using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Transforms;
using Dino.Model;
using Dino.Model.PostProcessing;
using Dino.Ops;
using Dino.Training.Batching;
using TorchSharp;

namespace Dino.Repro.Models;

/// <summary>Runs a detector on single image files.</summary>
internal sealed class ImagePrediction(DinoDetector model, EvaluationSize size, torch.Device device, double leastScore)
{
    private readonly EvaluationPipeline _pipeline = new(size);
    private readonly PostProcessor _postProcessor = new(model.Config);

    /// <exception cref="InvalidDataException">The file is not a picture.</exception>
    public PredictedImage Of(string file, long imageId)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var picture = ImageDecoder.Decode(file);
        var image = new CocoImage(imageId, Path.GetFileName(file), picture.Width, picture.Height);
        using var batch = BatchTensors.Of([_pipeline.Transform(picture, image, [])], device);
        using var output = model.Forward(batch.Images);
        var found = _postProcessor.Process(output.Final, [(picture.Height, picture.Width)])[0];
        var kept = Enumerable.Range(0, found.Scores.Length).Where(i => found.Scores[i] >= leastScore).ToArray();
        return new PredictedImage(
            file,
            imageId,
            [.. kept.Select((i, rank) => Annotation(found.BoxesXyXy.AsSpan(4 * i, 4), rank + 1, imageId, (int)found.Labels[i]))],
            [.. kept.Select(i => found.Scores[i])],
            [.. kept.Select(i => (int)found.Labels[i]).Distinct().Order().Select(label => new CocoCategory(label, $"category {label}"))]);
    }

    private static CocoAnnotation Annotation(ReadOnlySpan<double> box, long id, long imageId, int label)
    {
        var (width, height) = (box[2] - box[0], box[3] - box[1]);
        return new CocoAnnotation(id, imageId, label, new BoxXyWh(box[0], box[1], width, height), width * height, IsCrowd: false);
    }
}
