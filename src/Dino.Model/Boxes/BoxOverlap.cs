using static TorchSharp.torch;

namespace Dino.Model.Boxes;

/// <summary>Overlap of boxes whose leading dimensions broadcast: [n, 1, 4] with [1, m, 4] gives all pairs, [n, 4] with [n, 4] the
/// diagonal (reference: util/box_ops.py; generalized IoU: 1902.09630).</summary>
public static class BoxOverlap
{
    /// <summary>The reference's guard against empty unions and hulls. It is part of the published numbers: identical boxes have an IoU just below 1.</summary>
    private const double Epsilon = 1e-6;

    /// <summary>Intersection over union, in [0, 1). The caller owns the result.</summary>
    /// <param name="a">[..., 4] (x1, y1, x2, y2) with x2 >= x1 and y2 >= y1.</param>
    /// <param name="b">As <paramref name="a"/>.</param>
    public static Tensor Iou(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        var (intersection, union) = IntersectionAndUnion(a, b);
        return (intersection / (union + Epsilon)).MoveToOuterDisposeScope();
    }

    /// <summary>Generalized intersection over union, in (-1, 1). The caller owns the result.</summary>
    /// <param name="a">[..., 4] (x1, y1, x2, y2) with x2 >= x1 and y2 >= y1.</param>
    /// <param name="b">As <paramref name="a"/>.</param>
    public static Tensor GeneralizedIou(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        var (intersection, union) = IntersectionAndUnion(a, b);
        var hull = Product((maximum(High(a), High(b)) - minimum(Low(a), Low(b))).clamp(min: 0));
        return ((intersection / (union + Epsilon)) - ((hull - union) / (hull + Epsilon))).MoveToOuterDisposeScope();
    }

    private static (Tensor Intersection, Tensor Union) IntersectionAndUnion(Tensor a, Tensor b)
    {
        var sides = (minimum(High(a), High(b)) - maximum(Low(a), Low(b))).clamp(min: 0);
        var intersection = Product(sides);
        return (intersection, Product(High(a) - Low(a)) + Product(High(b) - Low(b)) - intersection);
    }

    private static Tensor Product(Tensor sides) => sides.select(-1, 0) * sides.select(-1, 1);

    private static Tensor Low(Tensor boxes) => boxes.narrow(-1, 0, 2);

    private static Tensor High(Tensor boxes) => boxes.narrow(-1, 2, 2);
}
