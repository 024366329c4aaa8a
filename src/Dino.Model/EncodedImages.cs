using Dino.Model.Inputs;
using TorchSharp;

namespace Dino.Model;

/// <summary>What the decoder reads of a batch. Owns its tensors.</summary>
/// <param name="Features">The backbone's returned maps, [batch, channels, H, W].</param>
/// <param name="Positions">[batch or 1, tokens, hidden] float32, sine encoding without the level embedding.</param>
/// <param name="Memory">[batch, tokens, hidden], the encoder's output.</param>
/// <param name="Geometry">Where the tokens lie.</param>
public sealed record EncodedImages(
    IReadOnlyList<torch.Tensor> Features, torch.Tensor Positions, torch.Tensor Memory, LevelGeometry Geometry) : IDisposable
{
    public void Dispose()
    {
        foreach (var map in Features)
        {
            map.Dispose();
        }

        Positions.Dispose();
        Memory.Dispose();
        Geometry.Dispose();
    }
}
