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
