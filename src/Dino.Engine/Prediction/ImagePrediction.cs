using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Transforms;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.PostProcessing;
using Dino.Torch;
using TorchSharp;

namespace Dino.Engine.Prediction;

/// <summary>Runs a detector on single pictures.</summary>
/// <param name="nms">Overlap from which the worse of two boxes goes, 0 to keep all; null for the model's own setting.</param>
public sealed class ImagePrediction(DinoDetector model, EvaluationSize size, torch.Device device, double leastScore, double? nms)
{
    private readonly EvaluationPipeline _pipeline = new(size);
    private readonly PostProcessor _postProcessor = new(nms is { } overlap ? model.Config with { NmsIouThreshold = overlap } : model.Config);

    /// <returns>Detections in pixels of the picture, best first.</returns>
    public IReadOnlyList<Detection> Of(RgbImage picture, CocoImage image)
    {
        using var step = InferenceSession.BeginStep();
        using var noGradients = torch.no_grad();
        using var batch = BatchTensors.Of([_pipeline.Transform(picture, image, [])], device);
        using var output = model.Forward(batch.Images);
        var found = _postProcessor.Process(output.Final, [(picture.Height, picture.Width)])[0];
        return
        [
            .. Enumerable.Range(0, found.Scores.Length).Where(i => found.Scores[i] >= leastScore)
                .Select(i => new Detection(image.Id, found.Labels[i], found.Box(i), found.Scores[i])),
        ];
    }
}
