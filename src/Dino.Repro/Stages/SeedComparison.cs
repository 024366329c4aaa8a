using Dino.Evaluation;

namespace Dino.Repro.Stages;

/// <summary>What several seeds say together; <c>seeds.json</c>.</summary>
/// <param name="Pretrained">AP of the pretrained model on the same images.</param>
/// <param name="MeanAp">Over the seeds' best checkpoints.</param>
/// <param name="StandardDeviation">Over the seeds, of n - 1; 0 for one.</param>
/// <param name="Difference">Of the mean to the pretrained model, with its bootstrap interval over the validation images.</param>
public sealed record SeedComparison(IReadOnlyList<SeedRepeat> Seeds, double Pretrained, double MeanAp, double StandardDeviation, StatDifference Difference)
{
    public static SeedComparison Of(IReadOnlyList<SeedRepeat> seeds, CocoEvaluationResult pretrained, IReadOnlyList<CocoEvaluationResult> trained)
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
