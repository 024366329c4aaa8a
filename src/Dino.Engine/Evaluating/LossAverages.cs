namespace Dino.Engine.Evaluating;

/// <summary>Means over the iterations of an epoch, in the order in which the quantities first came (reference: SmoothedValue.global_avg in util/misc.py).</summary>
public sealed class LossAverages
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, (double Sum, long Count)> _totals = [];

    public LossAverages()
    {
    }

    /// <summary>Goes on from <paramref name="totals"/>, as <see cref="Totals"/> gave them.</summary>
    public LossAverages(IEnumerable<LossTotal> totals)
    {
        foreach (var (name, sum, count) in totals)
        {
            _names.Add(name);
            _totals.Add(name, (sum, count));
        }
    }

    public IReadOnlyList<LossTotal> Totals => [.. _names.Select(name => new LossTotal(name, _totals[name].Sum, _totals[name].Count))];

    public IReadOnlyList<KeyValuePair<string, double>> Means => [.. _names.Select(name => KeyValuePair.Create(name, Mean(name)))];

    /// <exception cref="KeyNotFoundException">Nothing of that name was added.</exception>
    public double Mean(string name) => _totals[name].Sum / _totals[name].Count;

    public void Add(IEnumerable<KeyValuePair<string, double>> values)
    {
        foreach (var (name, value) in values)
        {
            if (!_totals.TryGetValue(name, out var total))
            {
                _names.Add(name);
            }

            _totals[name] = (total.Sum + value, total.Count + 1);
        }
    }
}
