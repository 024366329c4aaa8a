using TorchSharp;

namespace Dino.Model.Denoising;

/// <summary>What the decoder gets for denoising, in front of the matching queries. Owns its tensors.</summary>
/// <param name="Content">[batch, PadSize, hiddenDim] embedded noisy labels; 0 in unused slots. Differentiable in the label embedding.</param>
/// <param name="BoxLogits">[batch, PadSize, 4] noisy (cx, cy, w, h) before the sigmoid; 0 in unused slots.</param>
/// <param name="AttentionMask">[PadSize + queries, PadSize + queries] bool, true = blocked; rows attend to columns.</param>
/// <param name="Groups">Groups, each of a positive and a negative half of PadSize / (2 * Groups) slots.</param>
/// <param name="PadSize">Denoising queries; 0 when no image has a target.</param>
public sealed record DenoisingQueries(torch.Tensor Content, torch.Tensor BoxLogits, torch.Tensor AttentionMask, int Groups, int PadSize) : IDisposable
{
    public void Dispose()
    {
        Content.Dispose();
        BoxLogits.Dispose();
        AttentionMask.Dispose();
    }
}
