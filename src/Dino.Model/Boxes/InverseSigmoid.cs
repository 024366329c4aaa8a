using static TorchSharp.torch;

namespace Dino.Model.Boxes;

/// <summary>log(x / (1 - x)) with both sides kept above 1e-3, so within 6.907755 of 0 (reference: inverse_sigmoid in util/misc.py; the 1e-5
/// of util/utils.py is not used by the model). No gradient where a clamp is active.</summary>
public static class InverseSigmoid
{
    private const double Epsilon = 1e-3;

    /// <param name="probability">Any shape; values outside [0, 1] are clamped.</param>
    /// <returns>Same shape and dtype; the caller owns it.</returns>
    public static Tensor Apply(Tensor probability)
    {
        using var scope = NewDisposeScope();
        var p = probability.clamp(0, 1);
        return (p.clamp(min: Epsilon) / (1 - p).clamp(min: Epsilon)).log().MoveToOuterDisposeScope();
    }
}
