using System.Globalization;
using System.Text.Json;
using Dino.Core;
using Dino.Evaluation;
using Dino.Model.Configuration;
using Dino.Repro.Cli;
using Dino.Repro.Models;
using Dino.Repro.Runs;
using Dino.Training.Loop;
using Dino.Training.Validation;

namespace Dino.Repro.Stages;

/// <summary>Fine-tunes with several seeds on the same images: on a small set one number says little.</summary>
internal static class SeedRepeats
{
    /// <summary>Trains with the context's seed and those after it, each in <c>finetune/seeds/SEED</c>, and compares them with the pretrained model.</summary>
    /// <returns>Null when it was interrupted: the run under way is saved.</returns>
    public static SeedComparison? Run(RunContext context, int count, bool resume, CancellationToken cancellation)
    {
        var root = Path.Combine(context.Folder.FineTune, "seeds");
        var (repeats, results) = (new List<SeedRepeat>(), new List<CocoEvaluationResult>());
        for (var seed = context.Seed; seed < context.Seed + count; seed++)
        {
            var files = new RunFiles(Path.Combine(root, seed.ToString(CultureInfo.InvariantCulture)));
            context.Console.Line($"seed {seed}:");
            var result = FineTuning.Run(context with { Seed = seed }, resume && File.Exists(files.Checkpoint), TimeProvider.System, cancellation, files.Folder);
            if (!result.Completed)
            {
                return null;
            }

            var trained = Evaluate(context, files.BestOfAll(result), FineTuning.Model(context), cancellation);
            repeats.Add(new SeedRepeat(seed, result.Epoch, result.BestOfAll.Epoch, trained.Stats[0], result.LastAp));
            results.Add(trained);
        }

        var pretrained = Evaluate(context, WeightsStage.Resolve(context), context.Profile.Model, cancellation);
        var comparison = SeedComparison.Of(repeats, pretrained, results);
        AtomicFile.WriteText(Path.Combine(root, "seeds.json"), JsonSerializer.Serialize(comparison, CommandJson.Options) + "\n");
        return comparison;
    }

    private static CocoEvaluationResult Evaluate(RunContext context, string? weights, DinoConfig config, CancellationToken cancellation)
    {
        var device = TorchDevice.Open(context.Device);
        using var model = Detectors.Load(weights, config, device, context.Seed, context.Op);
        return new ModelEvaluation(ExperimentData.Of(context).Validation, context.Profile.Recipe.EvaluationSize, device).Run(model, cancellation: cancellation).Coco;
    }
}
