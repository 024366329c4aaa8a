using Dino.Model.Inputs;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Matching;

/// <summary>The targets of all images of a batch behind each other. Its tensors belong to the caller's dispose scope.</summary>
/// <param name="Counts">Targets of each image.</param>
/// <param name="Labels">[targets] int64.</param>
/// <param name="BoxesCxCyWh">[targets, 4] in the predictions' dtype.</param>
/// <param name="Images">[targets] int64, the image each target belongs to.</param>
internal sealed record TargetBatch(int[] Counts, Tensor Labels, Tensor BoxesCxCyWh, Tensor Images)
{
    public int Total => Counts.Sum();

    public static TargetBatch Of(IReadOnlyList<DetectionTarget> targets, ScalarType dtype, Device device)
    {
        var counts = targets.Select(target => checked((int)target.Count)).ToArray();
        var images = counts.SelectMany((count, image) => Enumerable.Repeat((long)image, count)).ToArray();
        return new TargetBatch(
            counts,
            HostTransfer.Write(cat([.. targets.Select(target => target.Labels)]).to(int64), device),
            HostTransfer.Write(cat([.. targets.Select(target => target.BoxesCxCyWh)]).to(dtype), device),
            HostTransfer.Write(tensor(images, int64), device));
    }
}
