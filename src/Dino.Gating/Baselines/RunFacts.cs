using System.Globalization;
using System.Text;
using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;

namespace Dino.Gating.Baselines;

/// <summary>What decides whether two runs can be compared, read from their manifests.</summary>
public static class RunFacts
{
    public const string ClassMapFact = "class_map";

    /// <exception cref="BadInputException">The stage has not finished or says nothing of it.</exception>
    public static string Validation(RunManifest run) => Fact(run, DataStage.StageName, "val_sha256");

    /// <summary>SHA-256 over the content of the dataset: both annotation files and, where the images are the user's, those.
    /// Images that the program draws follow from its code, whose changes a gate is to notice. Names of annotation files and
    /// folders, and times, do not count.</summary>
    /// <exception cref="BadInputException">The stage has not finished or says nothing of it.</exception>
    public static string Dataset(RunManifest run)
    {
        var inputs = Fingerprint.InputsOf(Finished(run, DataStage.StageName).Parts).Select(input => input.Value);
        var training = Fact(run, DataStage.StageName, "train_sha256");
        string[] content = [training, Validation(run), .. inputs.Order(StringComparer.Ordinal)];
        return FileHash.Sha256(Encoding.UTF8.GetBytes(string.Join('\n', content)));
    }

    public static string ClassMap(RunManifest run) => Fact(run, FineTuneStage.StageName, ClassMapFact);

    public static int Epochs(RunManifest run) => Fact(run, FineTuneStage.StageName, "epochs") is var text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epochs)
        ? epochs
        : throw new BadInputException(
            $"run manifest of {run.Profile}: stage {FineTuneStage.StageName} says \"{text}\" epochs; make the run again");

    /// <summary>SHA-256 of the pretrained weights; "none" for random ones.</summary>
    public static string Weights(RunManifest run) => Finished(run, WeightsStage.StageName).Facts.GetValueOrDefault("sha256", "none");

    /// <summary>SHA-256 of the checkpoint that was evaluated and looked into after fine-tuning.</summary>
    public static string FineTunedWeights(RunManifest run)
        => Finished(run, FineTuneStage.StageName).Outputs
            .FirstOrDefault(output => output.Key.Contains("checkpoint", StringComparison.Ordinal)).Value
        ?? throw new BadInputException(
            $"run manifest of {run.Profile}: stage {FineTuneStage.StageName} names no checkpoint; make the run again");

    /// <summary>The files of a stage relative to the run's folder, "/" between names, and their SHA-256.</summary>
    /// <exception cref="BadInputException">The stage has not finished.</exception>
    public static IReadOnlyDictionary<string, string> Outputs(RunManifest run, string stage)
        => Finished(run, stage).Outputs.ToDictionary(output => output.Key.Replace('\\', '/'), output => output.Value);

    private static string Fact(RunManifest run, string stage, string name)
        => Finished(run, stage).Facts.GetValueOrDefault(name)
        ?? throw new BadInputException($"run manifest of {run.Profile}: stage {stage} does not say {name}; make the run again");

    private static StageRecord Finished(RunManifest run, string stage)
        => run.Stages.GetValueOrDefault(stage) is { Finished: true } record
        ? record
        : throw new BadInputException($"run manifest of {run.Profile}: stage {stage} has not finished; run dino reproduce first");
}
