using Dino.Model.Attention;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Ops;
using Dino.Torch.Dense;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Encoder;

/// <summary>Refines the tokens of all levels together (Deformable DETR 2010.04159, Sec. 4.2).</summary>
internal sealed class DeformableEncoder : Module
{
    [ComponentName(Name = "layers")]
    private readonly ModuleList<DeformableEncoderLayer> _layers = [];

    public DeformableEncoder(DinoConfig config, IMsDeformAttnOp op)
        : base(nameof(DeformableEncoder))
    {
        for (var layer = 0; layer < config.EncLayers; layer++)
        {
            _layers.Add(new DeformableEncoderLayer(config, op));
        }

        RegisterComponents();
    }

    public void Initialize(Generator generator)
    {
        foreach (var layer in _layers)
        {
            layer.Initialize(generator);
        }
    }

    /// <param name="tokens">[batch, tokens, hidden].</param>
    /// <param name="positions">[batch or 1, tokens, hidden], level embedding included.</param>
    /// <returns>Memory, [batch, tokens, hidden]; owned by the caller.</returns>
    public Tensor Forward(Tensor tokens, Tensor positions, LevelGeometry geometry, IAttentionObserver? observer)
    {
        using var scope = NewDisposeScope();
        var points = geometry.ReferencePoints().to(tokens.dtype);
        var samplesProjections = _layers[0].SupportsProjected(tokens);
        if (observer is null && AddNorm.Supports(tokens) && (samplesProjections || Autocast.TypeFor(tokens) == tokens.dtype))
        {
            return Refine(tokens, positions, samplesProjections ? points : _layers[0].Spread(points), geometry).MoveToOuterDisposeScope();
        }

        var references = is_grad_enabled() ? points : _layers[0].Spread(points);
        var memory = tokens;
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            memory = _layers[layer].Forward(memory, positions, references, geometry, observer, new AttentionSite("encoder", layer));
        }

        return memory.MoveToOuterDisposeScope();
    }

    /// <summary>Residual sums, norms and casts of each layer in one pass over memory.</summary>
    private Tensor Refine(Tensor tokens, Tensor positions, Tensor references, LevelGeometry geometry)
    {
        var dtype = Autocast.TypeFor(tokens);
        var dense = tokens.contiguous();
        var rows = new TokenRows(dense, dense.to(dtype), (dense + positions).to(dtype));
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            using var read = rows;
            rows = _layers[layer].Forward(rows, positions, references, geometry, isLast: layer + 1 == _layers.Count);
        }

        return rows.Tokens;
    }
}
