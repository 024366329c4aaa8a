using Dino.Data.Batching;
using Dino.Data.Transforms;
using Dino.Model.Inputs;
using Dino.Torch.Memory;
using TorchSharp;

namespace Dino.Engine.Loading;

/// <summary>Samples as tensors, images on a device, targets on the host, where the matcher wants them. Owns them.</summary>
/// <param name="Images">Padded to the largest of the batch.</param>
/// <param name="Targets">One an image.</param>
public sealed record BatchTensors(ImageBatch Images, IReadOnlyList<DetectionTarget> Targets) : IDisposable
{
    /// <param name="samples">At least one.</param>
    /// <param name="dtype">Of pixels and boxes; the model's.</param>
    public static BatchTensors Of(IReadOnlyList<DetectionSample> samples, torch.Device device, torch.ScalarType dtype = torch.ScalarType.Float32)
    {
        using var scope = torch.NewDisposeScope();
        var batch = PaddedBatch.Create(samples);
        var pixels = HostTransfer.Write(torch.tensor(batch.Pixels, [batch.Batch, 3, batch.Height, batch.Width]).to(dtype), device);
        var mask = HostTransfer.Write(torch.tensor(batch.PaddingMask, [batch.Batch, batch.Height, batch.Width]), device);
        var targets = samples.Select(sample => new DetectionTarget(
            torch.tensor(sample.Labels, torch.int64).DetachFromDisposeScope(),
            torch.tensor(sample.BoxesCxCyWh, [sample.Labels.Length, 4]).to(dtype).DetachFromDisposeScope()));
        return new(new ImageBatch(pixels.DetachFromDisposeScope(), mask.DetachFromDisposeScope()) { IsPadded = batch.PaddingMask.AsSpan().Contains(true) }, [.. targets]);
    }

    public void Dispose()
    {
        Images.Dispose();
        foreach (var target in Targets)
        {
            target.Dispose();
        }
    }
}
