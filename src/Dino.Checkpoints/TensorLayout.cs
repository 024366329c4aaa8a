using Dino.Core;

namespace Dino.Checkpoints;

/// <summary>Where the elements of a tensor lie in its storage. Every instance has been checked for overflow.</summary>
internal sealed record TensorLayout
{
    private TensorLayout(long[] shape, long[] strides, long offset, long elements, long span, bool contiguous)
        => (Shape, Strides, Offset, Elements, Span, Contiguous) = (shape, strides, offset, elements, span, contiguous);

    public long[] Shape { get; }

    /// <summary>In elements, one a dimension.</summary>
    public long[] Strides { get; }

    /// <summary>Of the first element, in elements.</summary>
    public long Offset { get; }

    public long Elements { get; }

    /// <summary>Elements from the first to the last one that is used, both included; 0 when empty.</summary>
    public long Span { get; }

    /// <summary>Row-major without gaps.</summary>
    public bool Contiguous { get; }

    /// <summary>Row-major strides of <paramref name="shape"/>.</summary>
    /// <exception cref="BadInputException">As <see cref="Create"/>.</exception>
    public static TensorLayout RowMajor(long[] shape, string what)
    {
        RequireDimensions(shape, what);
        var strides = new long[shape.Length];
        var next = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = next;
            next = Multiply(next, Math.Max(shape[i], 1), what);
        }

        return Create(shape, strides, 0, what);
    }

    /// <exception cref="BadInputException">Negative sizes, strides or offset, too many dimensions, or a product beyond 2^63; the message starts with <paramref name="what"/>.</exception>
    public static TensorLayout Create(long[] shape, long[] strides, long offset, string what)
    {
        RequireDimensions(shape, what);
        if (strides.Length != shape.Length || strides.Any(stride => stride < 0) || offset < 0)
        {
            throw new BadInputException($"{what} has strides [{string.Join(", ", strides)}] and offset {offset} for shape [{string.Join(", ", shape)}]; expected one non-negative stride a dimension");
        }

        var (elements, span, expected, contiguous) = (1L, 1L, 1L, true);
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            contiguous &= shape[i] == 1 || strides[i] == expected;
            expected = Multiply(expected, Math.Max(shape[i], 1), what);
            elements = Multiply(elements, shape[i], what);
            span = Add(span, Multiply(Math.Max(shape[i] - 1, 0), strides[i], what), what);
        }

        return elements == 0
            ? new TensorLayout(shape, strides, 0, 0, 0, contiguous: true)
            : new TensorLayout(shape, strides, offset, elements, span, contiguous);
    }

    private static void RequireDimensions(long[] shape, string what)
    {
        if (shape.Length > CheckpointLimits.Dimensions || shape.Any(size => size < 0))
        {
            throw new BadInputException($"{what} has a shape of {shape.Length} dimensions, smallest {shape.DefaultIfEmpty().Min()}; expected at most {CheckpointLimits.Dimensions} dimensions, none negative");
        }
    }

    private static long Multiply(long a, long b, string what)
        => Math.BigMul(a, b, out var low) == 0 && low >= 0 ? low : throw TooLarge(what);

    private static long Add(long a, long b, string what) => a <= long.MaxValue - b ? a + b : throw TooLarge(what);

    private static BadInputException TooLarge(string what) => new($"{what} has more than 2^63 elements");
}
