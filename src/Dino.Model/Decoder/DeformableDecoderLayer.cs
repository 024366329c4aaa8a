using Dino.Model.Attention;
using Dino.Model.Configuration;
using Dino.Model.Initialization;
using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Decoder;

/// <summary>Self-attention of the queries, deformable cross-attention to the memory and a feed-forward network, normed after each. As in
/// the reference, norm2 belongs to self-attention and norm1 to cross-attention.</summary>
internal sealed class DeformableDecoderLayer : Module
{
    [ComponentName(Name = "cross_attn")]
    private readonly MsDeformAttn _crossAttention;

    [ComponentName(Name = "norm1")]
    private readonly LayerNorm _norm1;

    [ComponentName(Name = "self_attn")]
    private readonly MultiHeadAttention _selfAttention;

    [ComponentName(Name = "norm2")]
    private readonly LayerNorm _norm2;

    [ComponentName(Name = "linear1")]
    private readonly Linear _linear1;

    [ComponentName(Name = "linear2")]
    private readonly Linear _linear2;

    [ComponentName(Name = "norm3")]
    private readonly LayerNorm _norm3;

    public DeformableDecoderLayer(DinoConfig config, IMsDeformAttnOp op)
        : base(nameof(DeformableDecoderLayer))
    {
        _crossAttention = new MsDeformAttn(config.HiddenDim, config.Nheads, config.NumFeatureLevels, config.DecNPoints, op);
        _norm1 = LayerNorm(config.HiddenDim);
        _selfAttention = new MultiHeadAttention(config.HiddenDim, config.Nheads);
        _norm2 = LayerNorm(config.HiddenDim);
        _linear1 = Linear(config.HiddenDim, config.DimFeedforward);
        _linear2 = Linear(config.DimFeedforward, config.HiddenDim);
        _norm3 = LayerNorm(config.HiddenDim);
        RegisterComponents();
    }

    public void Initialize(Generator generator)
    {
        _crossAttention.Initialize(generator);
        Initial.Identity(_norm1);
        _selfAttention.Initialize(generator);
        Initial.Identity(_norm2);
        Initial.XavierWithBias(_linear1, generator);
        Initial.XavierWithBias(_linear2, generator);
        Initial.Identity(_norm3);
    }

    /// <param name="content">[batch, queries, hidden].</param>
    /// <param name="positions">[batch, queries, hidden].</param>
    /// <param name="references">[batch, queries, levels, 4].</param>
    /// <param name="memory">[batch, tokens, hidden].</param>
    /// <param name="blocked">[queries, queries] bool or null, see <see cref="MultiHeadAttention.Forward"/>.</param>
    /// <returns>[batch, queries, hidden]; owned by the caller.</returns>
    public Tensor Forward(
        Tensor content,
        Tensor positions,
        Tensor references,
        Tensor memory,
        LevelGeometry geometry,
        Tensor? blocked,
        IAttentionObserver? observer,
        AttentionSite site)
    {
        using var scope = NewDisposeScope();
        var x = _norm2.call(content + _selfAttention.Forward(content + positions, content, blocked, observer, site));
        x = _norm1.call(x + _crossAttention.Forward(x + positions, references, memory, geometry, observer, site));
        return FeedForward.Apply(x, _linear1, _linear2, _norm3).MoveToOuterDisposeScope();
    }
}
