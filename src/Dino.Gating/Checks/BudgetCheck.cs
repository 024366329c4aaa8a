using System.Globalization;
using Dino.Gating.Comparison;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;

namespace Dino.Gating.Checks;

/// <summary>Compares run time and peak memory of the stages that compute.</summary>
internal static class BudgetCheck
{
    private const string Time = "run time";
    private const string Memory = "memory";

    /// <summary>Shorter stages are mostly start-up and other people's load.</summary>
    private const double LeastSeconds = 5;

    private static readonly string[] Stages = [EvaluateStage.Pretrained.Name, FineTuneStage.StageName, EvaluateStage.FineTuned.Name];

    public static IEnumerable<GateRow> Run(GateContext context)
    {
        var sameMachine = Machine(context.BaselineRun.Environment) == Machine(context.Run.Environment);
        foreach (var name in Stages.Where(name => context.BaselineRun.Stages.ContainsKey(name) && context.Run.Stages.ContainsKey(name)))
        {
            var (old, now) = (context.BaselineRun.Stages[name], context.Run.Stages[name]);
            yield return old.PeakMemoryMegabytes > 0 && now.PeakMemoryMegabytes > 0
                ? Judge(Memory, name, old.PeakMemoryMegabytes, now.PeakMemoryMegabytes, context.Limits.MaxMemoryGrowth, "MB")
                : GateRow.Skipped(Memory, name, "not measured on this system");
            if (old.Seconds >= LeastSeconds)
            {
                yield return sameMachine
                    ? Judge(Time, name, old.Seconds, now.Seconds, context.Limits.MaxStageSlowdown, "s")
                    : GateRow.Skipped(Time, name, $"the baseline was timed on {Machine(context.BaselineRun.Environment)}, the run on {Machine(context.Run.Environment)}");
            }
        }
    }

    private static GateRow Judge(string group, string stage, double old, double now, double limit, string unit)
    {
        var passes = now <= limit * old;
        return GateRow.Of(
            group, stage, passes ? GateStatus.Pass : GateStatus.Fail, old, now, (now / old) - 1, limit - 1,
            string.Create(CultureInfo.InvariantCulture, $"{now:0.#} {unit} against {old:0.#} {unit}, {(passes ? "within" : "more than")} {limit:0.0#} times"));
    }

    private static string Machine(EnvironmentFacts facts) => $"{facts.Processor} with {facts.Cores} cores";
}
