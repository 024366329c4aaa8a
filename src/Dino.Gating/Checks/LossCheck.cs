using System.Globalization;
using Dino.Figures.Results;
using Dino.Gating.Comparison;

namespace Dino.Gating.Checks;

/// <summary>Compares the validation losses. They are means over the images without their spread, so that a limit alone decides.</summary>
internal static class LossCheck
{
    private const string Total = "loss";

    /// <summary>Losses below this are as good as zero; a relative change of them says nothing.</summary>
    private const double Least = 1e-3;

    public static IEnumerable<GateRow> Run(GateContext context)
        => GatedEvaluation.Of(context.Folder, context.Limits).SelectMany(evaluation => Compare(context, evaluation));

    private static IEnumerable<GateRow> Compare(GateContext context, GatedEvaluation evaluation)
    {
        var before = EvaluationSummary
            .Load("baseline", context.Baseline.Locate($"{evaluation.Name}/{GatedEvaluation.Metrics}")).Losses;
        var now = EvaluationSummary.Load("run", Path.Combine(evaluation.Folder, GatedEvaluation.Metrics)).Losses;
        var group = $"losses {evaluation.Name}";
        foreach (var (name, old) in before.Where(loss => IsJudged(loss.Key, evaluation) && (loss.Value >= Least || !double.IsFinite(loss.Value))))
        {
            yield return now.TryGetValue(name, out var value)
                ? Judge(group, name, old, value, evaluation.MaxLossIncrease)
                : GateRow.Failed(group, name, "the run does not have this loss");
        }
    }

    /// <summary>The weighted losses; the unscaled ones are the same numbers divided by constants, cardinality and class error are not losses.</summary>
    private static bool IsJudged(string name, GatedEvaluation evaluation)
        => name == Total || (evaluation.EveryLoss && name.StartsWith("loss_", StringComparison.Ordinal) && !name.EndsWith("_unscaled", StringComparison.Ordinal));

    private static GateRow Judge(string group, string name, double old, double now, double limit)
    {
        var increase = (now - old) / old;
        // Written so that NaN fails.
        var passes = increase <= limit;
        return GateRow.Of(
            group, name, passes ? GateStatus.Pass : GateStatus.Fail, old, now, increase, limit,
            string.Create(CultureInfo.InvariantCulture, $"{increase:+0.0%;-0.0%;0.0%}, {(passes ? "within" : "more than")} {limit:0.0%}"));
    }
}
