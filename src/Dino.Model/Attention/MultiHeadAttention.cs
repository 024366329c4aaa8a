using Dino.Model.Initialization;
using Dino.Torch.Dense;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Attention;

/// <summary>Self-attention of queries with packed input projections (Vaswani et al., 1706.03762, Sec. 3.2; reference: nn.MultiheadAttention).</summary>
internal sealed class MultiHeadAttention : Module
{
    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter _inWeight;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter _inBias;

    [ComponentName(Name = "out_proj")]
    private readonly Linear _outProjection;

    private readonly int _heads;

    public MultiHeadAttention(int hiddenDim, int heads)
        : base(nameof(MultiHeadAttention))
    {
        _heads = heads;
        _inWeight = new Parameter(empty(3L * hiddenDim, hiddenDim));
        _inBias = new Parameter(empty(3L * hiddenDim));
        _outProjection = Linear(hiddenDim, hiddenDim);
        RegisterComponents();
    }

    public void Initialize(Generator generator)
    {
        Initial.Xavier(_inWeight, generator);
        _inBias.zero_();
        Initial.XavierWithoutBias(_outProjection, generator);
    }

    /// <param name="queryAndKey">[batch, queries, hidden].</param>
    /// <param name="value">[batch, queries, hidden].</param>
    /// <param name="blocked">[queries, queries] bool, true where a row must not see a column; null lets all see all.</param>
    /// <param name="observer">Told the weights as <paramref name="site"/> when it wants them.</param>
    /// <returns>[batch, queries, hidden]; owned by the caller.</returns>
    public Tensor Forward(Tensor queryAndKey, Tensor value, Tensor? blocked, IAttentionObserver? observer, AttentionSite site)
    {
        using var scope = NewDisposeScope();
        var hidden = value.shape[2];
        var dtype = Autocast.TypeFor(value);
        var (weight, bias) = FrozenWeights.Derive(this, dtype, () => (_inWeight.to(dtype), _inBias.to(dtype)));
        var queriesAndKeys = DenseOps.Linear(queryAndKey.to(dtype), weight.narrow(0, 0, 2 * hidden), bias!.narrow(0, 0, 2 * hidden));
        var query = SplitHeads(queriesAndKeys.narrow(2, 0, hidden));
        var key = SplitHeads(queriesAndKeys.narrow(2, hidden, hidden));
        var values = SplitHeads(DenseOps.Linear(value.to(dtype), weight.narrow(0, 2 * hidden, hidden), bias.narrow(0, 2 * hidden, hidden)));

        // The fused kernel's mask is true where a row may see a column.
        var allowed = blocked?.logical_not();
        if (observer is { WantsSelfAttention: true })
        {
            observer.SelfAttention(site, Weights(query, key, blocked));
        }

        var attended = functional.scaled_dot_product_attention(query, key, values, allowed!);
        return DenseOps.Linear(_outProjection, attended.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }

    private static Tensor Weights(Tensor query, Tensor key, Tensor? blocked)
    {
        var scores = query.matmul(key.transpose(2, 3)) / Math.Sqrt(query.shape[3]);
        return (blocked is null ? scores : scores.masked_fill(blocked, double.NegativeInfinity)).softmax(-1);
    }

    private Tensor SplitHeads(Tensor tensor) => tensor.unflatten(2, [_heads, -1]).transpose(1, 2);
}
