using Dino.Torch.Memory;
using TorchSharp;

namespace Dino.Model.Inputs;

/// <summary>Images of different sizes, padded at the bottom and right to one size. Owns its tensors.</summary>
/// <param name="Pixels">[batch, 3, H, W], normalised, 0 on padding.</param>
/// <param name="PaddingMask">[batch, H, W] bool, true on padding.</param>
public sealed record ImageBatch(torch.Tensor Pixels, torch.Tensor PaddingMask) : IDisposable
{
    /// <summary>Whether any pixel is padding, from who made the batch; null has the device asked.</summary>
    public bool? IsPadded { get; init; }

    public void Dispose()
    {
        Pixels.Dispose();
        PaddingMask.Dispose();
    }
}

/// <summary>Ground truth of one image. Owns its tensors.</summary>
/// <param name="Labels">[n] int64, raw category ids.</param>
/// <param name="BoxesCxCyWh">[n, 4], (cx, cy, w, h) relative to the image, in [0, 1].</param>
public sealed record DetectionTarget(torch.Tensor Labels, torch.Tensor BoxesCxCyWh) : IDisposable
{
    public long Count => Labels.shape[0];

    /// <summary>The labels as numbers. Targets that lie on the host, as those of training do, wait for no device.</summary>
    internal long[] HostLabels()
    {
        using var scope = torch.NewDisposeScope();
        return HostTransfer.Values<long>(Labels.to(torch.int64));
    }

    public void Dispose()
    {
        Labels.Dispose();
        BoxesCxCyWh.Dispose();
    }
}
