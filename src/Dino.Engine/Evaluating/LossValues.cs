using Dino.Model.Criterion;

namespace Dino.Engine.Evaluating;

/// <summary>The losses of one step as numbers, under the reference's log keys (engine.py, train_one_epoch and evaluate).</summary>
public sealed class LossValues
{
    private readonly IReadOnlyList<KeyValuePair<string, double>> _terms;
    private readonly IReadOnlyDictionary<string, double> _weights;

    private LossValues(double total, IReadOnlyList<KeyValuePair<string, double>> terms, IReadOnlyDictionary<string, double> weights)
        => (Total, _terms, _weights) = (total, terms, weights);

    /// <summary>Weighted sum that is trained on.</summary>
    public double Total { get; }

    /// <summary>Trained terms that are NaN or infinite, with their value.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> NonFiniteTerms => [.. _terms.Where(term => _weights.ContainsKey(term.Key) && !double.IsFinite(term.Value))];

    /// <summary>class_error, loss, the weighted terms under their own names, then every term as it is under name_unscaled.</summary>
    public IEnumerable<KeyValuePair<string, double>> LogEntries =>
    [
        .. _terms.Where(term => term.Key == "class_error"),
        new("loss", Total),
        .. _terms.Where(term => _weights.ContainsKey(term.Key)).Select(term => KeyValuePair.Create(term.Key, term.Value * _weights[term.Key])),
        .. _terms.Select(term => KeyValuePair.Create(term.Key + "_unscaled", term.Value)),
    ];

    /// <summary>Copies the numbers from the device.</summary>
    public static LossValues Read(LossReport report)
    {
        var (total, terms) = report.Read();
        return new(total, terms, report.Weights);
    }
}

/// <summary>Sum of a logged quantity over <paramref name="Count"/> iterations.</summary>
public sealed record LossTotal(string Name, double Sum, long Count);
