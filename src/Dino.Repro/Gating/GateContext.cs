using Dino.Core;
using Dino.Repro.Baselines;
using Dino.Repro.Profiles;
using Dino.Repro.Runs;

namespace Dino.Repro.Gating;

/// <summary>What every check reads.</summary>
/// <param name="KernelsFile">Ratios that a benchmark run wrote; null where kernels are not judged.</param>
public sealed record GateContext(RunFolder Folder, RunManifest Run, BaselineFolder Baseline, RunManifest BaselineRun, GateProfile Limits, string? KernelsFile)
{
    /// <summary>The annotations that the run was evaluated on.</summary>
    /// <exception cref="BadInputException">They are gone or were changed since.</exception>
    public string GroundTruth()
    {
        var hash = RunFacts.Validation(Run);
        var output = Run.Stages[Stages.DataStage.StageName].Outputs.FirstOrDefault(file => file.Value == hash).Key
            ?? throw new BadInputException($"{Folder.Manifest}: no output of stage data has the validation set's SHA-256; make the run again");
        var path = Path.GetFullPath(Path.Combine(Folder.Root, output));
        return File.Exists(path) && FileHash.Sha256(path) == hash
            ? path
            : throw new BadInputException($"{path}: missing or changed since the run; make the run again");
    }
}
