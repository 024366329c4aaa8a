using Dino.Ops;
using TorchSharp;

namespace Dino.Model.Attention;

/// <summary>Sees the attention of a forward pass (dino-spec 16). The tensors live only during the call: clone what must stay.</summary>
public interface IAttentionObserver
{
    /// <summary>Whether to compute self-attention weights, which the fused kernel does not return.</summary>
    bool WantsSelfAttention { get; }

    /// <param name="locations">[batch, queries, heads, levels, points, 2], (x, y) relative to the padded batch image.</param>
    /// <param name="weights">[batch, queries, heads, levels, points]; one query's and head's weights sum to 1.</param>
    void DeformableAttention(AttentionSite site, torch.Tensor locations, torch.Tensor weights, IReadOnlyList<LevelShape> levels);

    /// <param name="weights">[batch, heads, queries, queries], rows sum to 1; while training, the denoising queries come first.</param>
    void SelfAttention(AttentionSite site, torch.Tensor weights);
}

/// <summary>Where an attention was computed. A value, so that naming the place costs nothing when nobody observes.</summary>
/// <param name="Part">encoder or decoder.</param>
/// <param name="Layer">Layer of that part, from 0.</param>
public readonly record struct AttentionSite(string Part, int Layer);
