using static TorchSharp.torch;

namespace Dino.Model.Boxes;

/// <summary>Conversions between box formats; the last dimension holds the four numbers (reference: util/box_ops.py).</summary>
public static class BoxConversion
{
    /// <summary>(cx, cy, w, h) to (x1, y1, x2, y2). The caller owns the result.</summary>
    public static Tensor CxCyWhToXyXy(Tensor boxesCxCyWh)
    {
        using var scope = NewDisposeScope();
        var center = boxesCxCyWh.narrow(-1, 0, 2);
        var half = boxesCxCyWh.narrow(-1, 2, 2) * 0.5;
        return cat([center - half, center + half], -1).MoveToOuterDisposeScope();
    }

    /// <summary>(x1, y1, x2, y2) to (cx, cy, w, h). The caller owns the result.</summary>
    public static Tensor XyXyToCxCyWh(Tensor boxesXyXy)
    {
        using var scope = NewDisposeScope();
        var low = boxesXyXy.narrow(-1, 0, 2);
        var high = boxesXyXy.narrow(-1, 2, 2);
        return cat([(low + high) / 2, high - low], -1).MoveToOuterDisposeScope();
    }
}

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
