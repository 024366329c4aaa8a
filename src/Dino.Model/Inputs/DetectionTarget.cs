using TorchSharp;

namespace Dino.Model.Inputs;

/// <summary>Ground truth of one image. Owns its tensors.</summary>
/// <param name="Labels">[n] int64, raw category ids.</param>
/// <param name="BoxesCxCyWh">[n, 4], (cx, cy, w, h) relative to the image, in [0, 1].</param>
public sealed record DetectionTarget(torch.Tensor Labels, torch.Tensor BoxesCxCyWh) : IDisposable
{
    public long Count => Labels.shape[0];

    public void Dispose()
    {
        Labels.Dispose();
        BoxesCxCyWh.Dispose();
    }
}
