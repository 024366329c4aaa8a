namespace Dino.Gating.Comparison;

/// <summary>One number of a run beside its baseline.</summary>
/// <param name="Group">What kind of number: metrics pretrained, losses fine-tuned, attention, kernels, ...</param>
/// <param name="Name">Of the number.</param>
/// <param name="Baseline">Null where there is none.</param>
/// <param name="Now">Null where there is none.</param>
/// <param name="Difference">In the unit of the limit: absolute for metrics and distances, relative for losses, kernels, time and memory.</param>
/// <param name="Low">Lower end of the difference's interval; null where a number has none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Limit">The largest change for the worse that passes; a positive number.</param>
/// <param name="Text">Why it has this status, in words.</param>
public sealed record GateRow(
    string Group,
    string Name,
    GateStatus Status,
    double? Baseline,
    double? Now,
    double? Difference,
    double? Low,
    double? High,
    double? Limit,
    string Text)
{
    /// <summary>A row without an interval.</summary>
    public static GateRow Of(string group, string name, GateStatus status, double baseline, double now, double difference, double limit, string text)
        => new(group, name, status, baseline, now, difference, null, null, limit, text);

    public static GateRow Skipped(string group, string name, string reason) => new(group, name, GateStatus.Skip, null, null, null, null, null, null, reason);

    public static GateRow Failed(string group, string name, string reason) => new(group, name, GateStatus.Fail, null, null, null, null, null, null, reason);
}

/// <summary>What the gate says of one number.</summary>
public enum GateStatus
{
    /// <summary>Within its limit.</summary>
    Pass,

    /// <summary>Beyond its limit, but the data are too few to be sure; does not fail the gate.</summary>
    Warn,

    /// <summary>Beyond its limit, and not by chance.</summary>
    Fail,

    /// <summary>Not judged; the text says why.</summary>
    Skip,
}
