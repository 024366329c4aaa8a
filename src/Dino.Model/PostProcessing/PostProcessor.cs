using Dino.Core;
using Dino.Core.Coco;
using Dino.Model.Boxes;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.PostProcessing;

/// <summary>Turns predictions into detections: the best (query, class) pairs over all classes, so that one query may appear with several labels
/// (reference: PostProcess in models/dino/dino.py).</summary>
public sealed class PostProcessor(DinoConfig config)
{
    /// <param name="predictions">Final logits [batch, queries, classes] and boxes.</param>
    /// <param name="originalSizes">One an image, in pixels: boxes are scaled to it.</param>
    /// <exception cref="BadInputException">A prediction is NaN or infinite.</exception>
    /// <returns>One an image: min(num_select, queries * classes) detections, fewer with nms_iou_threshold. No score threshold, boxes not clipped.</returns>
    public IReadOnlyList<ImageDetections> Process(PredictionSet predictions, IReadOnlyList<(int Height, int Width)> originalSizes)
    {
        var (batch, queries, classes) = (predictions.Logits.shape[0], predictions.Logits.shape[1], predictions.Logits.shape[2]);
        if (originalSizes.Count != batch)
        {
            throw new ArgumentException($"{originalSizes.Count} original sizes were given; the predictions have {batch} images");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        RequireFinite(predictions);
        var keep = (int)Math.Min(config.NumSelect, queries * classes);
        var (scores, pairs) = predictions.Logits.sigmoid().flatten(1).topk(keep, dim: 1);
        var query = pairs.div(classes, RoundingMode.floor);
        var scale = tensor(originalSizes.SelectMany(size => new double[] { size.Width, size.Height, size.Width, size.Height }).ToArray())
            .view(batch, 1, 4).to(predictions.BoxesCxCyWh.dtype).to(predictions.BoxesCxCyWh.device);
        var boxes = BoxConversion.CxCyWhToXyXy(predictions.BoxesCxCyWh)
            .gather(1, query.unsqueeze(-1).expand(-1, -1, 4)) * scale;

        var hostScores = ToHost<double>(scores, float64);
        var hostPairs = ToHost<long>(pairs, int64);
        var hostBoxes = ToHost<double>(boxes, float64);
        return [.. Enumerable.Range(0, (int)batch).Select(image =>
        {
            var range = (image * keep)..((image + 1) * keep);
            return Suppress(new ImageDetections(
                hostScores[range],
                [.. hostPairs[range].Select(pair => pair % classes)],
                hostBoxes[(4 * image * keep)..(4 * (image + 1) * keep)],
                [.. hostPairs[range].Select(pair => pair / classes)]));
        })];
    }

    /// <summary>A NaN is above no threshold and below none: it would pass as a picture without objects.</summary>
    private static void RequireFinite(PredictionSet predictions)
    {
        if (!HostTransfer.Read<bool>(predictions.Logits.isfinite().all() & predictions.BoxesCxCyWh.isfinite().all())[0])
        {
            throw new BadInputException(
                "the model's scores or boxes are NaN or infinite; its weights are damaged or do not suit this type of numbers");
        }
    }

    private static T[] ToHost<T>(Tensor values, ScalarType dtype)
        where T : unmanaged
        => HostTransfer.Read<T>(values.to(dtype));

    private ImageDetections Suppress(ImageDetections detections)
    {
        if (config.NmsIouThreshold <= 0)
        {
            return detections;
        }

        var kept = NonMaximumSuppression.Keep(detections.BoxesXyXy, config.NmsIouThreshold);
        return new ImageDetections(
            [.. kept.Select(i => detections.Scores[i])],
            [.. kept.Select(i => detections.Labels[i])],
            [.. kept.SelectMany(i => detections.BoxesXyXy[(4 * i)..(4 * (i + 1))])],
            [.. kept.Select(i => detections.QueryIndices[i])]);
    }
}

/// <summary>Post-processed detections of one image, best first (dino-spec 13).</summary>
/// <param name="Scores">[n] sigmoid scores, descending.</param>
/// <param name="Labels">[n] raw category ids.</param>
/// <param name="BoxesXyXy">[n, 4] row-major pixels of the original image, not clipped.</param>
/// <param name="QueryIndices">[n] matching-query index each detection came from.</param>
public sealed record ImageDetections(double[] Scores, long[] Labels, double[] BoxesXyXy, long[] QueryIndices)
{
    /// <summary>The box of one detection, in the units of <see cref="BoxesXyXy"/>.</summary>
    public BoxXyWh Box(int index)
    {
        var corners = BoxesXyXy.AsSpan(4 * index, 4);
        return new BoxXyWh(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]);
    }
}
