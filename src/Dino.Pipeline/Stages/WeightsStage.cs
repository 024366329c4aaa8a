using Dino.Checkpoints;
using Dino.Checkpoints.Download;
using Dino.Core;
using Dino.Engine.Loading;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Stages;

/// <summary>Brings the pretrained weights to this machine and says what they are.</summary>
public sealed class WeightsStage : IStage
{
    public const string StageName = "weights";

    /// <summary>Folder of the delivered weights beside the program.</summary>
    private const string ShippedFolder = "weights";

    /// <summary>Downloads are shared by all runs.</summary>
    private static readonly string DownloadFolder = Path.Combine("artifacts", "weights");

    public string Name => StageName;

    public string Title => "weights";

    public IReadOnlyList<string> DependsOn => [];

    /// <summary>The file to load; null for random weights.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message says how to get it.</exception>
    public static string? Resolve(RunContext context)
    {
        if (string.Equals(context.WeightsPath, Detectors.NoWeights, StringComparison.Ordinal))
        {
            return null;
        }

        var path = Location(context);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path}: no such weights file; --weights names one, 'dino weights fetch' brings a published one", path);
    }

    public IReadOnlyList<string> Code => ["Dino.Checkpoints"];

    public object Settings(RunContext context) => context.Profile.Weights;

    /// <exception cref="BadInputException">A downloaded file is not the one that the run's manifest recorded.</exception>
    public IReadOnlyDictionary<string, string> Inputs(RunContext context)
    {
        if (IsFetched(context))
        {
            WeightsRecord.RequireSame(Location(context), context.Folder.Manifest);
            return new Dictionary<string, string>();
        }

        return new Dictionary<string, string> { ["weights"] = Resolve(context) is { } path ? FileHash.Sha256(path) : Detectors.NoWeights };
    }

    public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
    {
        Fetch(context, cancellation);
        if (Resolve(context) is not { } path)
        {
            return new StageResult(new Dictionary<string, string> { [WeightsRecord.File] = Detectors.NoWeights }, "none: random weights");
        }

        if (IsFetched(context))
        {
            WeightsRecord.RequireSame(path, context.Folder.Manifest);
        }

        using var checkpoint = Checkpoint.Open(path);
        var facts = WeightsRecord.Of(path);
        return new StageResult(facts, $"{Path.GetFileName(path)}, {checkpoint.Tensors.Count} tensors, SHA-256 {facts[WeightsRecord.Sha256][..12]}...");
    }

    private static bool IsFetched(RunContext context) => context.WeightsPath is null && context.Profile.Weights.Catalogue is not null;

    private static string Location(RunContext context) => context.WeightsPath
        ?? (context.Profile.Weights.Catalogue is { } name
            ? Path.Combine(DownloadFolder, WeightCatalogue.Default.Find(name).File)
            : Path.Combine(AppContext.BaseDirectory, ShippedFolder, context.Profile.Weights.Shipped!));

    private static void Fetch(RunContext context, CancellationToken cancellation)
    {
        if (!IsFetched(context))
        {
            return;
        }

        var entry = WeightCatalogue.Default.Find(context.Profile.Weights.Catalogue!);
        using var fetcher = new WeightFetcher();
        context.Console.Track(entry.File, progress => fetcher.FetchAsync(
            entry,
            DownloadFolder,
            new CallbackProgress<DownloadProgress>(step => progress.Report(new ProgressStep(step.Received, step.Total ?? step.Received))),
            context.Console.Warn,
            cancellation).GetAwaiter().GetResult());
    }
}
