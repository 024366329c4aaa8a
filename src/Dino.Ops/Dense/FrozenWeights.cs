using static TorchSharp.torch;

namespace Dino.Ops.Dense;

/// <summary>While open, what is computed from weights alone (casts, norms folded into convolutions) is kept from one forward pass of this thread to the next, rather than computed in each.
/// The weights themselves stay as they are, and must not change meanwhile. Nothing is kept while gradients are recorded.</summary>
public sealed class FrozenWeights : IDisposable
{
    [ThreadStatic]
    private static FrozenWeights? s_current;

    private readonly FrozenWeights? _outer = s_current;
    private readonly Dictionary<(object Owner, ScalarType DType), (Tensor Weight, Tensor? Bias)> _kept = [];

    private FrozenWeights() => s_current = this;

    public static FrozenWeights Begin() => new();

    /// <param name="owner">The layer; one layer derives one thing a type.</param>
    /// <param name="derive">Computes them from the owner's own.</param>
    /// <returns>Kept tensors while a scope is open, else those of the caller's dispose scope (or the owner's own).</returns>
    public static (Tensor Weight, Tensor? Bias) Derive(object owner, ScalarType dtype, Func<(Tensor Weight, Tensor? Bias)> derive)
    {
        if (s_current is not { } current || is_grad_enabled())
        {
            return derive();
        }

        if (!current._kept.TryGetValue((owner, dtype), out var kept))
        {
            using var scope = NewDisposeScope();
            var (weight, bias) = derive();
            kept = (weight.alias().DetachFromDisposeScope(), bias?.alias().DetachFromDisposeScope());
            current._kept.Add((owner, dtype), kept);
        }

        return kept;
    }

    public void Dispose()
    {
        s_current = _outer;
        foreach (var (weight, bias) in _kept.Values)
        {
            weight.Dispose();
            bias?.Dispose();
        }
    }
}
