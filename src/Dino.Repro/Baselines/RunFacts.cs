using System.Globalization;
using Dino.Core;
using Dino.Repro.Runs;
using Dino.Repro.Stages;

namespace Dino.Repro.Baselines;

/// <summary>What decides whether two runs can be compared, read from their manifests.</summary>
public static class RunFacts
{
    public const string ClassMapFact = "class_map";

    /// <exception cref="BadInputException">The stage has not finished or says nothing of it.</exception>
    public static string Validation(RunManifest run) => Fact(run, DataStage.StageName, "val_sha256");

    public static string ClassMap(RunManifest run) => Fact(run, FineTuneStage.StageName, ClassMapFact);

    public static int Epochs(RunManifest run) => int.Parse(Fact(run, FineTuneStage.StageName, "epochs"), CultureInfo.InvariantCulture);

    /// <summary>SHA-256 of the pretrained weights; "none" for random ones.</summary>
    public static string Weights(RunManifest run) => Finished(run, WeightsStage.StageName).Facts.GetValueOrDefault("sha256", "none");

    /// <summary>SHA-256 of the checkpoint that was evaluated and looked into after fine-tuning.</summary>
    public static string FineTunedWeights(RunManifest run)
        => Finished(run, FineTuneStage.StageName).Outputs.First(output => output.Key.Contains("checkpoint", StringComparison.Ordinal)).Value;

    private static string Fact(RunManifest run, string stage, string name)
        => Finished(run, stage).Facts.GetValueOrDefault(name)
        ?? throw new BadInputException($"run manifest of {run.Profile}: stage {stage} does not say {name}; make the run again");

    private static StageRecord Finished(RunManifest run, string stage)
        => run.Stages.GetValueOrDefault(stage) is { Finished: true } record
        ? record
        : throw new BadInputException($"run manifest of {run.Profile}: stage {stage} has not finished; run dino reproduce first");
}
