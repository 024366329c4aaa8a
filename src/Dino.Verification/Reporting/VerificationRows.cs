using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Reporting;

/// <summary>Collects comparisons. A shape that differs, a missing value and NaN are misses.</summary>
internal sealed class VerificationRows
{
    /// <summary>A value that a file stores in float32 was rounded by up to this share of itself; that much is not counted as an error.</summary>
    private const double Float32Rounding = 1.0 / (1 << 24);

    private readonly List<VerificationRow> _rows = [];

    public IReadOnlyList<VerificationRow> All => _rows;

    /// <summary>Largest absolute difference.</summary>
    public void Absolute(string name, Tensor actual, Tensor expected, double limit)
    {
        using var scope = NewDisposeScope();
        var error = double.NaN;
        if (actual.shape.AsSpan().SequenceEqual(expected.shape))
        {
            var (a, e) = (actual.detach().cpu().to(float64), expected.cpu().to(float64));
            var rounding = expected.dtype == ScalarType.Float32 ? Float32Rounding : 0;
            var errors = (a - e).abs() - (rounding * e.abs());
            error = errors.numel() == 0 ? 0 : errors.clamp(min: 0).max().ToDouble();
        }

        Add(name, error, limit, "absolute");
    }

    /// <summary>Share of a number that it is off by; of 0, the difference itself.</summary>
    public void Relative(string name, double actual, double expected, double limit)
        => Relative(name, actual, expected, Math.Abs(expected), limit);

    /// <summary>Difference as a share of <paramref name="scale"/>.</summary>
    /// <param name="scale">What the number's accuracy follows, such as the sum of magnitudes for a sum of terms that cancel; 0 counts as 1.</param>
    public void Relative(string name, double actual, double expected, double scale, double limit)
        => Add(name, Math.Abs(actual - expected) / (scale == 0 ? 1 : scale), limit, "relative");

    /// <summary>Every expected number against the actual one of that name.</summary>
    public void Relative(string prefix, IReadOnlyDictionary<string, double> actual, IReadOnlyDictionary<string, double> expected, double limit)
    {
        foreach (var (name, value) in expected)
        {
            Relative(prefix + name, actual.GetValueOrDefault(name, double.NaN), value, limit);
        }
    }

    /// <summary>Number of elements that differ; none may.</summary>
    public void Equal(string name, Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        var error = actual.shape.AsSpan().SequenceEqual(expected.shape)
            ? actual.cpu().to(expected.dtype).ne(expected.cpu()).sum().ToInt64()
            : double.NaN;
        Add(name, error, 0, "equal");
    }

    /// <summary>A whole number or a list of them.</summary>
    public void Equal(string name, ReadOnlySpan<long> actual, ReadOnlySpan<long> expected)
    {
        using var scope = NewDisposeScope();
        Equal(name, tensor(actual.ToArray()), tensor(expected.ToArray()));
    }

    /// <summary>A quantity with a limit of its own.</summary>
    public void AtMost(string name, double value, double limit, string measure) => Add(name, value, limit, measure);

    /// <summary>A quantity of the file that this implementation did not compute.</summary>
    public void Missing(string name, double limit) => Add(name, double.NaN, limit, "missing");

    private void Add(string name, double error, double limit, string measure)
        => _rows.Add(new VerificationRow(name, error, limit, measure, error <= limit));
}
