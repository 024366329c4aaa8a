using Dino.Model.Initialization;
using Dino.Model.Inputs;
using Dino.Ops;
using Dino.Torch.Dense;
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
    private readonly int _headDim;
    private readonly int _points;

    public MsDeformAttn(int hiddenDim, int heads, int levels, int points, IMsDeformAttnOp op)
        : base(nameof(MsDeformAttn))
    {
        (_op, _heads, _headDim, _points) = (op, heads, hiddenDim / heads, points);
        _samplingOffsets = Linear(hiddenDim, (long)heads * levels * points * 2);
        _attentionWeights = Linear(hiddenDim, (long)heads * levels * points);
        _valueProjection = Linear(hiddenDim, hiddenDim);
        _outputProjection = Linear(hiddenDim, hiddenDim);
        RegisterComponents();
    }

    /// <summary>Every head looks in its own direction, its points 1, 2, ... cells away, all with the same weight (Deformable DETR 2010.04159,
    /// appendix A.4; reference: _reset_parameters).</summary>
    public void Initialize(Generator generator)
    {
        _samplingOffsets.weight!.zero_();
        _samplingOffsets.bias!.copy_(tensor(InitialOffsets()));
        _attentionWeights.weight!.zero_();
        _attentionWeights.bias!.zero_();
        Initial.XavierWithoutBias(_valueProjection, generator);
        Initial.XavierWithoutBias(_outputProjection, generator);
    }

    /// <summary>The reference point of every sampling point, in the order of the offsets. Layers that share their references share this too, where no gradient is needed: then the
    /// product that gives the offsets can end with the sum.</summary>
    /// <param name="references">[batch or 1, queries, levels, 2], points.</param>
    /// <returns>[batch or 1, queries, heads * levels * points * 2]; owned by the caller.</returns>
    public Tensor Spread(Tensor references)
    {
        using var scope = NewDisposeScope();
        return references.unsqueeze(2).unsqueeze(4).expand(-1, -1, _heads, -1, _points, -1).flatten(2).MoveToOuterDisposeScope();
    }

    /// <param name="query">[batch, queries, hidden], position included.</param>
    /// <param name="references">[batch or 1, queries, levels, 2 or 4] of the query's type, points (x, y) or boxes (cx, cy, w, h) relative to the padded level; or points as
    /// <see cref="Spread"/> gives them.</param>
    /// <param name="source">[batch, tokens, hidden].</param>
    /// <param name="observer">Told as <paramref name="site"/>.</param>
    /// <returns>[batch, queries, hidden]; owned by the caller.</returns>
    public Tensor Forward(
        Tensor query, Tensor references, Tensor source, LevelGeometry geometry, IAttentionObserver? observer = null, AttentionSite site = default)
    {
        using var scope = NewDisposeScope();
        if (observer is null && references.dim() == 4 && SupportsProjected(query))
        {
            return Sample(query, references, source, geometry).MoveToOuterDisposeScope();
        }

        var (batch, queries, levels) = (query.shape[0], query.shape[1], geometry.Levels.Count);
        var value = DenseOps.Linear(_valueProjection, source).to(query.dtype);
        if (geometry.PaddingMask is { } padding)
        {
            value = value.masked_fill(padding.unsqueeze(-1), 0);
        }

        var weights = DenseOps.Linear(_attentionWeights, query).to(query.dtype).view(batch, queries, _heads, -1).softmax(-1)
            .view(batch, queries, _heads, levels, _points);
        var locations = Locations(query, references, geometry).view(batch, queries, _heads, levels, _points, 2);
        observer?.DeformableAttention(site, locations, weights, geometry.Levels);

        var sampled = _op.Apply(value.view(batch, source.shape[1], _heads, -1), geometry.Levels, locations, weights);
        return DenseOps.Linear(_outputProjection, sampled).MoveToOuterDisposeScope();
    }

    /// <summary>Whether <see cref="Forward"/> goes from the products' results to the output in one step, where nobody observes; it then needs references in four dimensions.</summary>
    public bool SupportsProjected(Tensor query)
        => !is_grad_enabled() && _op is IProjectedMsDeformAttnOp op && op.SupportsProjected(Autocast.TypeFor(query), query.device, _headDim);

    /// <returns>heads * levels * points * 2 offsets in cells, (x, y) last.</returns>
    private double[] InitialOffsets()
    {
        var offsets = new double[_samplingOffsets.bias!.shape[0]];
        var (next, samples) = (0, offsets.Length / 2 / _heads);
        for (var head = 0; head < _heads; head++)
        {
            var (y, x) = Math.SinCos(2 * Math.PI * head / _heads);
            var larger = Math.Max(Math.Abs(x), Math.Abs(y));
            for (var sample = 0; sample < samples; sample++)
            {
                var distance = (sample % _points) + 1;
                offsets[next++] = x / larger * distance;
                offsets[next++] = y / larger * distance;
            }
        }

        return offsets;
    }

    private Tensor Sample(Tensor query, Tensor references, Tensor source, LevelGeometry geometry)
    {
        var dtype = Autocast.TypeFor(query);
        var value = DenseOps.Linear(_valueProjection, source);
        if (geometry.PaddingMask is { } padding)
        {
            value.masked_fill_(padding.unsqueeze(-1), 0);
        }

        // One product for offsets and logits. Offsets are rounded to 8 bits like the values that they choose (a few cells to a hundredth of one); the locations are not.
        var (weight, bias) = FrozenWeights.Derive(
            this,
            dtype,
            () => (cat([_samplingOffsets.weight!, _attentionWeights.weight!]).to(dtype), cat([_samplingOffsets.bias!, _attentionWeights.bias!]).to(dtype)));
        var projected = DenseOps.Linear(query.to(dtype), weight, bias);
        var heads = value.view(source.shape[0], source.shape[1], _heads, _headDim);
        return DenseOps.Linear(_outputProjection, ((IProjectedMsDeformAttnOp)_op).ApplyProjected(heads, geometry.Levels, projected, references));
    }

    /// <returns>[batch, queries, heads, levels, points, 2] or the same flattened from the third dimension on.</returns>
    private Tensor Locations(Tensor query, Tensor references, LevelGeometry geometry)
    {
        // In all digits: a location of an image of 1333 pixels in 8 bits is off by five.
        using var allDigits = Autocast.To(ScalarType.Float32);
        if (references.dim() == 3)
        {
            var scale = geometry.Sizes.to(query.dtype).reciprocal().view(1, -1, 1, 2).expand(_heads, -1, _points, -1).flatten();
            var plus = references.expand(query.shape[0], -1, -1);
            return DenseOps.Linear(query, _samplingOffsets.weight! * scale.unsqueeze(1), _samplingOffsets.bias! * scale, relu: false, plus);
        }

        var offsets = DenseOps.Linear(_samplingOffsets, query).view(query.shape[0], query.shape[1], _heads, geometry.Levels.Count, _points, 2);
        var spread = references.unsqueeze(2).unsqueeze(4);
        var centers = spread.narrow(-1, 0, 2);
        if (references.shape[^1] == 2)
        {
            return centers.addcdiv(offsets, geometry.Sizes.to(offsets.dtype).unsqueeze(1));
        }

        // Offsets are in units of half the box, spread over the points, and not divided by the level's size.
        return centers.addcmul(offsets, spread.narrow(-1, 2, 2) * (0.5 / _points), 1);
    }
}
