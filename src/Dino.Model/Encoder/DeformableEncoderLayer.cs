using Dino.Model.Attention;
using Dino.Model.Configuration;
using Dino.Model.Initialization;
using Dino.Model.Inputs;
using Dino.Ops;
using Dino.Torch.Dense;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Encoder;

/// <summary>Deformable self-attention of the tokens and a feed-forward network, normed after each (Deformable DETR 2010.04159, Sec. 4.2).</summary>
internal sealed class DeformableEncoderLayer : Module
{
    [ComponentName(Name = "self_attn")]
    private readonly MsDeformAttn _selfAttention;

    [ComponentName(Name = "norm1")]
    private readonly LayerNorm _norm1;

    [ComponentName(Name = "linear1")]
    private readonly Linear _linear1;

    [ComponentName(Name = "linear2")]
    private readonly Linear _linear2;

    [ComponentName(Name = "norm2")]
    private readonly LayerNorm _norm2;

    public DeformableEncoderLayer(DinoConfig config, IMsDeformAttnOp op)
        : base(nameof(DeformableEncoderLayer))
    {
        _selfAttention = new MsDeformAttn(config.HiddenDim, config.Nheads, config.NumFeatureLevels, config.EncNPoints, op);
        _norm1 = LayerNorm(config.HiddenDim);
        _linear1 = Linear(config.HiddenDim, config.DimFeedforward);
        _linear2 = Linear(config.DimFeedforward, config.HiddenDim);
        _norm2 = LayerNorm(config.HiddenDim);
        RegisterComponents();
    }

    public void Initialize(Generator generator)
    {
        _selfAttention.Initialize(generator);
        Initial.Identity(_norm1);
        Initial.XavierWithBias(_linear1, generator);
        Initial.XavierWithBias(_linear2, generator);
        Initial.Identity(_norm2);
    }

    /// <inheritdoc cref="MsDeformAttn.Spread"/>
    public Tensor Spread(Tensor references) => _selfAttention.Spread(references);

    /// <param name="tokens">[batch, tokens, hidden].</param>
    /// <param name="positions">[batch or 1, tokens, hidden].</param>
    /// <param name="references">[batch or 1, tokens, levels, 2], or as <see cref="Spread"/> gives them.</param>
    /// <returns>[batch, tokens, hidden]; owned by the caller.</returns>
    public Tensor Forward(
        Tensor tokens, Tensor positions, Tensor references, LevelGeometry geometry, IAttentionObserver? observer, AttentionSite site)
    {
        using var scope = NewDisposeScope();
        var x = _norm1.call(tokens + _selfAttention.Forward(tokens + positions, references, tokens, geometry, observer, site));
        return FeedForward.Apply(x, _linear1, _linear2, _norm2).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the attention takes references in four dimensions rather than as <see cref="Spread"/> gives them.</summary>
    public bool SupportsProjected(Tensor tokens) => _selfAttention.SupportsProjected(tokens);

    /// <summary>The same of tokens that <see cref="AddNorm"/> takes.</summary>
    /// <param name="isLast">Whether no further layer reads a query.</param>
    /// <returns>Owned by the caller.</returns>
    public TokenRows Forward(TokenRows rows, Tensor positions, Tensor references, LevelGeometry geometry, bool isLast)
    {
        using var scope = NewDisposeScope();
        var delta = _selfAttention.Forward(rows.Query!, references, rows.Product, geometry);
        var x = AddNorm.Apply(rows.Tokens, delta, _norm1, positions: null);
        return FeedForward.Apply(x, _linear1, _linear2, _norm2, isLast ? null : positions).MoveToOuterDisposeScope();
    }
}
