using System.Globalization;
using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.Torch.Runtime;
using Dino.Training.Checkpointing;
using TorchSharp;

namespace Dino.Pipeline.Stages;

/// <summary>Fine-tunes the pretrained model; an interrupted attempt with the same settings goes on.</summary>
public sealed class FineTuneStage(TimeProvider time) : IStage
{
    public const string StageName = "fine-tune";

    public string Name => StageName;

    public string Title => "fine-tune";

    public IReadOnlyList<string> DependsOn => [DataStage.StageName, WeightsStage.StageName];

    public IReadOnlyList<string> Code => ["Dino.Training"];

    public object Settings(RunContext context)
        => new { Model = FineTuning.Model(context), context.Profile.FineTune, Recipe = FineTuning.Recipe(context), context.Device, context.Op };

    public string ResumableFolder(RunFolder folder) => folder.FineTune;

    /// <summary>The weights that the run's manifest records as the result of this stage.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public static string Weights(RunContext context)
    {
        var outputs = RunManifest.Load(context.Folder.Manifest)?.Stages.GetValueOrDefault(StageName)?.Outputs.Keys ?? [];
        return outputs.SingleOrDefault(file => file.EndsWith(".safetensors", StringComparison.Ordinal)) is { } weights
            ? Path.Combine(context.Folder.Root, weights)
            : throw new BadInputException($"{context.Folder.Manifest}: has no weights of stage {StageName}; run dino reproduce");
    }

    public bool CanResume(RunContext context)
    {
        if (ResumeCheck.Fault(new RunFiles(context.Folder.FineTune), text => context.Console.Line($"  {text}")) is not { } fault)
        {
            return true;
        }

        context.Console.Line($"  {fault}: training starts again");
        return false;
    }

    public string? Discards(RunContext context) => new RunFiles(context.Folder.FineTune).Leftover is { } file ? $"the training in {file}" : null;

    public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
    {
        var files = new RunFiles(context.Folder.FineTune);
        var result = FineTuning.Run(context, resume && File.Exists(files.Checkpoint), time, cancellation);
        cancellation.ThrowIfCancellationRequested();
        foreach (var line in FineTuning.Outcome(context, result))
        {
            context.Console.Line("  " + line);
        }

        var (best, epochs) = (result.BestOfAll, FineTuning.Recipe(context).Epochs);
        string[] kept = [FineTuning.Best(context, result), files.Log];
        return new StageResult(
            new Dictionary<string, string>
            {
                ["epochs"] = epochs.ToString(CultureInfo.InvariantCulture),
                ["class_map"] = ClassMap(context.Profile.FineTune.ClassMap),
                ["best_epoch"] = best.Epoch < 0 ? "none" : best.Epoch.ToString(CultureInfo.InvariantCulture),
                ["determinism"] = Determinism.Statement(context.Device, torch.get_num_threads()),
                ["seconds_waited_for_data"] = result.WaitedForData.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
                ["last_ap"] = result.LastAp.ToString("R", CultureInfo.InvariantCulture),
            },
            best.Epoch < 0
                ? $"no epoch of {result.Epoch} had an AP above 0: the weights are the last ones"
                : string.Create(CultureInfo.InvariantCulture, $"best AP {best.Ap:0.000} in epoch {best.Epoch + 1} of {result.Epoch}"))
        {
            Kept = kept,
            Byproducts = [.. files.All().Except(kept, StringComparer.Ordinal)],
        };
    }

    /// <summary>Pretrained label to new label, such as "1:1, 3:2".</summary>
    private static string ClassMap(IReadOnlyDictionary<int, int> map)
        => string.Join(", ", map.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value}")));
}
