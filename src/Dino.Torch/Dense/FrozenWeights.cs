using static TorchSharp.torch;

namespace Dino.Torch.Dense;

/// <summary>While open, what is computed from weights alone (casts, norms folded into convolutions, oneDNN's order in memory) is kept from one forward pass of this thread to the next, rather than computed in each.
/// The weights themselves stay as they are, and must not change meanwhile. Nothing is kept while gradients are recorded.</summary>
public sealed class FrozenWeights : IDisposable
{
    [ThreadStatic]
    private static FrozenWeights? s_current;

    private readonly FrozenWeights? _outer = s_current;
    private readonly Dictionary<(object Owner, ScalarType DType), (Tensor Weight, Tensor? Bias)> _kept = [];
    private readonly Dictionary<Tensor, Tensor?> _blocked = new(ReferenceEqualityComparer.Instance);

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
            current._blocked.Add(kept.Weight, null);
        }

        return kept;
    }

    /// <param name="weight">[outputs, inputs] or [outputs, inputs, 1, 1].</param>
    /// <returns>The weight as <see cref="AtenShim.Block"/> orders it, of this scope; null where no open scope keeps the weight, or oneDNN does not take it.</returns>
    internal static Tensor? Blocked(Tensor weight)
    {
        if (s_current is not { } current || !current._blocked.TryGetValue(weight, out var blocked))
        {
            return null;
        }

        if (blocked is null && AtenShim.Blocks(weight))
        {
            using var scope = NewDisposeScope();
            blocked = AtenShim.Block(weight.flatten(1)).DetachFromDisposeScope();
            current._blocked[weight] = blocked;
        }

        return blocked;
    }

    public void Dispose()
    {
        s_current = _outer;
        foreach (var blocked in _blocked.Values)
        {
            blocked?.Dispose();
        }

        foreach (var (weight, bias) in _kept.Values)
        {
            weight.Dispose();
            bias?.Dispose();
        }
    }
}
