using System.Globalization;
using System.Text.Json;
using Dino.Core;
using Dino.Evaluation;
using Dino.Model.Configuration;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Training.Checkpointing;

namespace Dino.Pipeline.Stages;

/// <summary>Fine-tunes with several seeds on the same images: on a small set one number says little.</summary>
public static class SeedRepeats
{
    /// <summary>Trains with the context's seed and those after it, each in <c>finetune/seeds/SEED</c>, and compares them with
    /// the pretrained model.</summary>
    /// <returns>Null when it was interrupted: the run under way is saved.</returns>
    public static SeedComparison? Run(RunContext context, int count, bool resume, CancellationToken cancellation)
    {
        var root = Path.Combine(context.Folder.FineTune, "seeds");
        var (repeats, results) = (new List<SeedRepeat>(), new List<CocoEvaluationResult>());
        for (var seed = context.Seed; seed < context.Seed + count; seed++)
        {
            var files = new RunFiles(Path.Combine(root, seed.ToString(CultureInfo.InvariantCulture)));
            context.Console.Line($"seed {seed}:");
            var resumes = resume && File.Exists(files.Checkpoint);
            var result = FineTuning.Run(
                context with { Seed = seed }, resumes, TimeProvider.System, cancellation, files.Folder);
            if (!result.Completed)
            {
                return null;
            }

            var trained = Evaluate(context, result.BestFile(files), FineTuning.Model(context), cancellation);
            repeats.Add(new SeedRepeat(seed, result.Epoch, result.BestOfAll.Epoch, trained.Stats[0], result.LastAp));
            results.Add(trained);
        }

        var pretrained = Evaluate(context, WeightsStage.Resolve(context), context.Profile.Model, cancellation);
        var comparison = SeedComparison.Of(repeats, pretrained, results);
        AtomicFile.WriteText(Path.Combine(root, "seeds.json"), JsonSerializer.Serialize(comparison, CommandJson.Options) + "\n");
        return comparison;
    }

    private static CocoEvaluationResult Evaluate(
        RunContext context, string? weights, DinoConfig config, CancellationToken cancellation)
        => DetectorEvaluation.Run(context, ExperimentData.Of(context).Validation, weights, config, cancellation).Coco;
}

/// <summary>One of several trainings that differ in their seed alone.</summary>
/// <param name="Epochs">Done.</param>
/// <param name="BestEpoch">From 0; -1 if no AP was above 0.</param>
/// <param name="BestAp">Of the best checkpoint on the validation images.</param>
/// <param name="LastAp">After the last epoch.</param>
public sealed record SeedRepeat(long Seed, int Epochs, int BestEpoch, double BestAp, double LastAp);

/// <summary>What several seeds say together; <c>seeds.json</c>.</summary>
/// <param name="Pretrained">AP of the pretrained model on the same images.</param>
/// <param name="MeanAp">Over the seeds' best checkpoints.</param>
/// <param name="StandardDeviation">Over the seeds, of n - 1; 0 for one.</param>
/// <param name="Difference">Of the mean to the pretrained model, with its bootstrap interval over the validation images.</param>
public sealed record SeedComparison(
    IReadOnlyList<SeedRepeat> Seeds, double Pretrained, double MeanAp, double StandardDeviation, StatDifference Difference)
{
    public static SeedComparison Of(
        IReadOnlyList<SeedRepeat> seeds, CocoEvaluationResult pretrained, IReadOnlyList<CocoEvaluationResult> trained)
    {
        var mean = seeds.Average(seed => seed.BestAp);
        var squares = seeds.Sum(seed => (seed.BestAp - mean) * (seed.BestAp - mean));
        return new SeedComparison(
            seeds,
            pretrained.Stats[0],
            mean,
            seeds.Count > 1 ? Math.Sqrt(squares / (seeds.Count - 1)) : 0,
            Bootstrap.Compare(pretrained, trained)[0]);
    }
}
