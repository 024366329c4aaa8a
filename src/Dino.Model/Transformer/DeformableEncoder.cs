using Dino.Model.Attention;
using Dino.Model.Encoding;
using Dino.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Transformer;

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

    /// <param name="tokens">[batch, tokens, hidden].</param>
    /// <param name="positions">[batch or 1, tokens, hidden], level embedding included.</param>
    /// <returns>Memory, [batch, tokens, hidden]; owned by the caller.</returns>
    public Tensor Forward(Tensor tokens, Tensor positions, LevelGeometry geometry, IAttentionObserver? observer)
    {
        using var scope = NewDisposeScope();
        var points = geometry.ReferencePoints().to(tokens.dtype);
        var references = is_grad_enabled() ? points : _layers[0].Spread(points);
        var memory = tokens;
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            memory = _layers[layer].Forward(memory, positions, references, geometry, observer, new AttentionSite("encoder", layer));
        }

        return memory.MoveToOuterDisposeScope();
    }
}
