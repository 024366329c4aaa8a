using Dino.Core;
using Dino.Gating.Baselines;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;

namespace Dino.Gating.Comparison;

/// <summary>What every check reads.</summary>
/// <param name="GroundTruth">The annotations that the run was evaluated on.</param>
/// <param name="Kernels">Ratios of a benchmark run; null where kernels are not judged.</param>
public sealed record GateContext(
    RunFolder Folder, RunManifest Run, Baseline Baseline, GateProfile Limits, string GroundTruth, KernelRatios? Kernels)
{
    public RunManifest BaselineRun => Baseline.Manifest.Run;

    /// <summary>The place of a file that the run's record names; null when it names none there.</summary>
    public string? Recorded(string file)
        => Run.Stages.Values.Any(stage => stage.Outputs.Keys.Any(output => output.Replace('\\', '/') == file))
        ? Path.Combine(Folder.Root, file)
        : null;

    /// <summary>The annotations that a run was evaluated on: its data stage's, or the user's of a given split.</summary>
    /// <exception cref="BadInputException">They are gone or were changed since.</exception>
    public static string GroundTruthOf(RunContext context, RunManifest run)
    {
        var hash = RunFacts.Validation(run);
        var written = run.Stages[DataStage.StageName].Outputs.FirstOrDefault(file => file.Value == hash).Key;
        var path = written is not null
            ? Path.Combine(context.Folder.Root, written)
            : ExperimentData.Of(context.WithInputsOf(run)).Validation.AnnotationFile;
        return File.Exists(path) && FileHash.Sha256(path) == hash
            ? path
            : throw new BadInputException($"{path}: missing or changed since the run; make the run again");
    }
}
