using Dino.Checkpoints;
using Dino.Repro.Models;
using Dino.Repro.Runs;
using Dino.Storage;

namespace Dino.Repro.Stages;

/// <summary>Brings the pretrained weights to this machine and says what they are.</summary>
public sealed class WeightsStage : IStage
{
    public const string StageName = "weights";

    /// <summary>Folder of the delivered weights beside the program.</summary>
    private const string ShippedFolder = "weights";

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

        var path = context.WeightsPath ?? Path.Combine(AppContext.BaseDirectory, ShippedFolder, context.Profile.Weights.Shipped!);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path}: no such weights file", path);
    }

    public object Settings(RunContext context) => new
    {
        context.Profile.Weights,
        Sha256 = Resolve(context) is { } path ? FileHash.Sha256(path) : Detectors.NoWeights,
    };

    public StageResult Execute(RunContext context, bool resume, CancellationToken cancellation)
    {
        if (Resolve(context) is not { } path)
        {
            return new StageResult([], new Dictionary<string, string> { ["weights"] = Detectors.NoWeights }, "none: random weights");
        }

        using var checkpoint = Checkpoint.Open(path);
        var facts = new Dictionary<string, string> { ["weights"] = Path.GetFileName(path), ["sha256"] = FileHash.Sha256(path) };
        return new StageResult([], facts, $"{Path.GetFileName(path)}, {checkpoint.Tensors.Count} tensors, SHA-256 {facts["sha256"][..12]}...");
    }
}
