using Dino.Data.Batching;
using Dino.Model.Inputs;
using TorchSharp;

namespace Dino.Training.Batching;

/// <summary>Samples as tensors on a device. Owns them.</summary>
/// <param name="Images">Padded to the largest of the batch.</param>
/// <param name="Targets">One an image.</param>
public sealed record BatchTensors(ImageBatch Images, IReadOnlyList<DetectionTarget> Targets) : IDisposable
{
    /// <param name="samples">At least one.</param>
    /// <param name="dtype">Of pixels and boxes; the model's.</param>
    public static BatchTensors Of(IReadOnlyList<DetectionSample> samples, torch.Device device, torch.ScalarType dtype = torch.ScalarType.Float32)
    {
        using var scope = torch.NewDisposeScope();
        var batch = PaddedBatch.Of(samples);
        var pixels = torch.tensor(batch.Pixels, [batch.Batch, 3, batch.Height, batch.Width]).to(dtype).to(device);
        var mask = torch.tensor(batch.PaddingMask, [batch.Batch, batch.Height, batch.Width]).to(device);
        var targets = samples.Select(sample => new DetectionTarget(
            torch.tensor(sample.Labels, torch.int64).to(device).DetachFromDisposeScope(),
            torch.tensor(sample.BoxesCxCyWh, [sample.Labels.Length, 4]).to(dtype).to(device).DetachFromDisposeScope()));
        return new(new ImageBatch(pixels.DetachFromDisposeScope(), mask.DetachFromDisposeScope()), [.. targets]);
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
