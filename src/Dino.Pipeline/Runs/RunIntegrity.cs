using Dino.Core;
using Dino.Pipeline.Profiles;

namespace Dino.Pipeline.Runs;

/// <summary>Checks that a run is one: its stages were made from each other, and its files are as they were made.</summary>
public static class RunIntegrity
{
    /// <exception cref="NotComparableException">The run was made with another profile than the one whose limits are asked for.</exception>
    public static void RequireProfile(RunManifest run, RunFolder folder, Profile profile)
    {
        if (run.Profile != profile.Name)
        {
            throw new NotComparableException(
                $"not comparable: the run in {folder.Root} was made with profile {run.Profile}, "
                + $"the limits are those of {profile.Name}; name the run's profile");
        }
    }

    /// <param name="stages">Those that have to be there; every other stage that the manifest knows is checked too, but one that never finished.</param>
    /// <param name="except">A stage that need not be sound, because it is about to run again.</param>
    /// <exception cref="BadInputException">A stage has not finished, was made from other results than those recorded, or a file was changed since; the
    /// message names stage and file.</exception>
    public static void Require(RunManifest run, RunFolder folder, IEnumerable<string> stages, string? except = null)
    {
        foreach (var name in stages)
        {
            if (run.Stages.GetValueOrDefault(name) is not { Finished: true })
            {
                throw new BadInputException($"{folder.Manifest}: stage {name} has not finished; run dino reproduce first");
            }
        }

        var files = new OwnedFiles(folder.Root, "");
        foreach (var (name, record) in run.Stages.Where(stage => stage.Value.Finished && stage.Key != except))
        {
            RequireChain(run, folder, name, record);
            if (files.FirstDamaged(record.Outputs) is { } damaged)
            {
                throw new BadInputException(
                    $"{Path.Combine(folder.Root, damaged)}: missing or changed since stage {name} made it; dino reproduce makes it again");
            }
        }
    }

    /// <summary>Checks that the user's files are those that the run was made from, by reading all of them.</summary>
    /// <param name="context">Where it names no files, those that the run's own command line named are meant.</param>
    /// <exception cref="BadInputException">One has changed or is gone.</exception>
    public static void RequireInputs(RunManifest run, RunContext context, IEnumerable<IStage> stages)
    {
        var named = context.WithInputsOf(run) with { VerifyInputs = true };
        foreach (var stage in stages.Where(stage => run.Stages.ContainsKey(stage.Name)))
        {
            var now = stage.Inputs(named);
            var recorded = Fingerprint.InputsOf(run.Stages[stage.Name].Parts).ToDictionary();
            if (now.Keys.Union(recorded.Keys).FirstOrDefault(name => now.GetValueOrDefault(name) != recorded.GetValueOrDefault(name)) is { } changed)
            {
                throw new BadInputException(
                    $"{context.Folder.Manifest}: the {changed} of stage {stage.Name} changed since the run; run dino reproduce again, or give back the file");
            }
        }
    }

    /// <summary>Checks that the run was made by the code of this program.</summary>
    /// <exception cref="BadInputException">Other code made a stage.</exception>
    public static void RequireCode(RunManifest run, RunContext context, IEnumerable<IStage> stages)
    {
        foreach (var stage in stages.Where(stage => run.Stages.ContainsKey(stage.Name)))
        {
            var recorded = Fingerprint.CodeOf(run.Stages[stage.Name].Parts).ToDictionary();
            var now = context.Code.Of(stage.Code);
            if (now.Keys.Union(recorded.Keys).Order(StringComparer.Ordinal)
                .FirstOrDefault(name => now.GetValueOrDefault(name) != recorded.GetValueOrDefault(name)) is { } changed)
            {
                throw new BadInputException(
                    $"{context.Folder.Manifest}: stage {stage.Name} was made by other code of {changed} than this program has; "
                    + "run dino reproduce again");
            }
        }
    }

    private static void RequireChain(RunManifest run, RunFolder folder, string name, StageRecord record)
    {
        foreach (var (before, identity) in Fingerprint.UpstreamOf(record.Parts))
        {
            if (run.Stages.GetValueOrDefault(before) is not { Finished: true } upstream)
            {
                throw new BadInputException($"{folder.Manifest}: stage {name} was made from stage {before}, which has not finished; run dino reproduce");
            }

            if (upstream.Identity != identity)
            {
                throw new BadInputException(
                    $"{folder.Manifest}: stage {name} was made from another result of stage {before} than the one recorded; run dino reproduce");
            }
        }
    }
}
