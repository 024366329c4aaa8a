using Dino.Repro.Runs;

namespace Dino.Repro.Stages;

/// <summary>The stages of a run in order.</summary>
public static class Pipeline
{
    public static IReadOnlyList<IStage> Stages(TimeProvider time) =>
    [
        new DataStage(),
        new WeightsStage(),
        EvaluateStage.Pretrained,
        new FineTuneStage(time),
        EvaluateStage.FineTuned,
        new AttentionStage(),
        new ReportStage(),

    ];
}
