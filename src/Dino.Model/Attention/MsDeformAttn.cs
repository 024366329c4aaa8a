using Dino.Model.Encoding;
using Dino.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Attention;

/// <summary>Multi-scale deformable attention with its projections (Deformable DETR 2010.04159, Sec. 4.1; reference:
/// models/dino/ops/modules/ms_deform_attn.py).</summary>
internal sealed class MsDeformAttn : Module
{
    [ComponentName(Name = "sampling_offsets")]
    private readonly Linear _samplingOffsets;

    [ComponentName(Name = "attention_weights")]
    private readonly Linear _attentionWeights;

    [ComponentName(Name = "value_proj")]
    private readonly Linear _valueProjection;

    [ComponentName(Name = "output_proj")]
    private readonly Linear _outputProjection;

    private readonly IMsDeformAttnOp _op;
    private readonly int _heads;
    private readonly int _points;

    public MsDeformAttn(int hiddenDim, int heads, int levels, int points, IMsDeformAttnOp op)
        : base(nameof(MsDeformAttn))
    {
        (_op, _heads, _points) = (op, heads, points);
        _samplingOffsets = Linear(hiddenDim, (long)heads * levels * points * 2);
        _attentionWeights = Linear(hiddenDim, (long)heads * levels * points);
        _valueProjection = Linear(hiddenDim, hiddenDim);
        _outputProjection = Linear(hiddenDim, hiddenDim);
        RegisterComponents();
    }

    /// <param name="query">[batch, queries, hidden], position included.</param>
    /// <param name="references">[batch or 1, queries, levels, 2 or 4] of the query's type, points (x, y) or boxes (cx, cy, w, h) relative to the padded level.</param>
    /// <param name="source">[batch, tokens, hidden].</param>
    /// <param name="observer">Told as <paramref name="site"/>.</param>
    /// <returns>[batch, queries, hidden]; owned by the caller.</returns>
    public Tensor Forward(
        Tensor query, Tensor references, Tensor source, LevelGeometry geometry, IAttentionObserver? observer, AttentionSite site)
    {
        using var scope = NewDisposeScope();
        var (batch, queries, levels) = (query.shape[0], query.shape[1], geometry.Levels.Count);
        var value = _valueProjection.call(source);
        if (geometry.PaddingMask is { } padding)
        {
            value = value.masked_fill(padding.unsqueeze(-1), 0);
        }

        var offsets = _samplingOffsets.call(query).view(batch, queries, _heads, levels, _points, 2);
        var weights = _attentionWeights.call(query).view(batch, queries, _heads, -1).softmax(-1)
            .view(batch, queries, _heads, levels, _points);
        var locations = Locations(references.unsqueeze(2).unsqueeze(4), offsets, geometry);
        observer?.DeformableAttention(site, locations, weights, geometry.Levels);

        var sampled = _op.Apply(value.view(batch, source.shape[1], _heads, -1), geometry.Levels, locations, weights);
        return _outputProjection.call(sampled).MoveToOuterDisposeScope();
    }

    /// <param name="references">[batch or 1, queries, 1, levels, 1, 2 or 4].</param>
    private Tensor Locations(Tensor references, Tensor offsets, LevelGeometry geometry)
    {
        var centers = references.narrow(-1, 0, 2);
        if (references.shape[^1] == 2)
        {
            return centers.addcdiv(offsets, geometry.Sizes.to(offsets.dtype).unsqueeze(1));
        }

        // Offsets are in units of half the box, spread over the points, and not divided by the level's size.
        return centers.addcmul(offsets, references.narrow(-1, 2, 2) * (0.5 / _points), 1);
    }
}
