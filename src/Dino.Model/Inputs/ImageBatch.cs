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
