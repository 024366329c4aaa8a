using Dino.Core;
using Dino.Pipeline.Runs;

namespace Dino.Pipeline.Stages;

/// <summary>The stages of a run in order.</summary>
public static class RunStages
{
    public static IReadOnlyList<IStage> All(TimeProvider time) =>
    [
        new DataStage(),
        new WeightsStage(),
        EvaluateStage.Pretrained,
        new FineTuneStage(time),
        EvaluateStage.FineTuned,
        new AttentionStage(),
        new ReportStage(),
    ];

    /// <summary>Opens a run for a verb that judges its numbers.</summary>
    /// <exception cref="BadInputException">The run is unfinished or in use, its stages do not belong together, other code
    /// made one, or a file of the run or of the user has changed since it was made.</exception>
    public static RunSession OpenFinished(RunContext context)
    {
        var session = RunSession.OpenExisting(context.Folder);
        try
        {
            RunIntegrity.RequireProfile(session.Manifest, context.Folder, context.Profile);
            var stages = All(TimeProvider.System);
            RunIntegrity.Require(
                session.Manifest, context.Folder, stages.Select(stage => stage.Name).Where(name => name is not (AttentionStage.StageName or ReportStage.StageName)));
            RunIntegrity.RequireCode(session.Manifest, context, stages);
            RunIntegrity.RequireInputs(session.Manifest, context, stages);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
