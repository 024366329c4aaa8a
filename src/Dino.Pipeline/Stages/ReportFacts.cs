using System.Globalization;
using Dino.Figures.Reports;
using Dino.Pipeline.Runs;

namespace Dino.Pipeline.Stages;

/// <summary>What the report says of the run beside its results, taken from the manifest.</summary>
internal static class ReportFacts
{
    public static IReadOnlyList<ReportFact> Setup(RunContext context, RunManifest manifest)
    {
        var environment = manifest.Environment;
        return
        [
            new("profile", $"{context.Profile.Name}: {context.Profile.Description}"),
            .. manifest.Stages[WeightsStage.StageName].Facts.Select(fact => new ReportFact(fact.Key, fact.Value)),
            new("fine-tuning", $"{FineTuning.Recipe(context).Epochs} epochs, batch {context.Profile.Recipe.BatchSize}, learning rate {context.Profile.Recipe.Lr}, backbone {context.Profile.Recipe.LrBackbone}"),
            new("seed", manifest.Seed.ToString(CultureInfo.InvariantCulture)),
            new("device", environment.Device),
            new("processor", $"{environment.Processor}, {environment.Cores} cores, {environment.MemoryGigabytes} GB"),
            new("versions", $"Dino.Repro {environment.Version}, TorchSharp {environment.TorchSharp}, {environment.Runtime}, {environment.OperatingSystem}"),
            .. manifest.Stages.Where(stage => stage.Value.Finished).Select(stage => new ReportFact(
                $"time of {stage.Key}", $"{stage.Value.Seconds:0.0} s, at most {stage.Value.PeakMemoryMegabytes:0} MB of memory")),
        ];
    }

    public static IReadOnlyList<ReportFact> Data(RunContext context, RunManifest manifest) =>
    [
        new("origin", context.DataPath is null ? $"synthetic street scenes, seed {context.Profile.Data.SyntheticSeed}" : Path.GetFileName(Path.TrimEndingDirectorySeparator(context.DataPath))),
        .. manifest.Stages[DataStage.StageName].Facts.Select(fact => new ReportFact(fact.Key.Replace('_', ' '), fact.Value)),
    ];

    public static IReadOnlyList<string> Commands(RunContext context)
    {
        var options = string.Concat(
            context.Profile.Name == Profiles.ProfileCatalogue.Default ? string.Empty : $" --profile={context.Profile.Name}",
            context.DataPath is null ? string.Empty : " --data=FOLDER",
            context.Epochs is { } epochs ? $" --epochs={epochs}" : string.Empty,
            $" --seed={context.Seed}");
        return ["dotnet tool restore", $"dotnet cake --target=Reproduce{options}"];
    }
}
