using System.Text.Json.Serialization;

namespace Dino.Evaluation;

/// <summary>Everything there is to say about a detections file, as plain data.</summary>
public sealed record EvaluationReport
{
    /// <summary>The twelve numbers of pycocotools; -1 where there is nothing to measure.</summary>
    public required IReadOnlyList<double> Stats { get; init; }

    public required IReadOnlyList<string> StatsNames { get; init; }

    /// <summary>Category id to the numbers of <see cref="PerCategoryNames"/>; the id is -1 when categories are not used.</summary>
    public required IReadOnlyDictionary<long, double[]> PerCategory { get; init; }

    public required IReadOnlyList<string> PerCategoryNames { get; init; }

    public required IReadOnlyDictionary<long, string> CategoryNames { get; init; }

    /// <summary>Where the ground truth was read from.</summary>
    public required string GroundTruth { get; init; }

    /// <summary>Where the detections were read from.</summary>
    public required string Detections { get; init; }

    /// <summary>Evaluated images.</summary>
    public required int Images { get; init; }

    public required bool UseCategories { get; init; }

    /// <summary>What is odd in the files, with counts.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why a number is -1 or 0.</summary>
    public required IReadOnlyList<StatExplanation> Explanations { get; init; }

    /// <summary>How the intervals were drawn; null if there are none.</summary>
    public BootstrapOptions? Bootstrap { get; init; }

    /// <summary>One for each of the twelve numbers; empty if not asked for.</summary>
    public IReadOnlyList<StatInterval> Intervals { get; init; } = [];

    /// <summary>One for each IoU threshold, objects of all sizes, mean over the categories; empty where there is nothing to measure.</summary>
    public required IReadOnlyList<PrecisionRecallCurve> PrecisionRecall { get; init; }

    /// <summary>One for each of COCO's sizes that has objects, at IoU threshold 0.5.</summary>
    public required IReadOnlyList<PrecisionRecallCurve> PrecisionRecallBySize { get; init; }

    public required ErrorBreakdown Errors { get; init; }

    /// <summary>Average precision by object size.</summary>
    public required IReadOnlyList<SizeBin> Sizes { get; init; }

    /// <summary>The score with the best F1; null if no detection is right.</summary>
    public required OperatingPoint? BestF1 { get; init; }

    public required IReadOnlyList<OperatingPoint> BestF1PerCategory { get; init; }

    /// <summary>Where the detections compared with were read from; null without a comparison.</summary>
    public string? Baseline { get; init; }

    /// <summary>One for each of the twelve numbers; empty without a comparison.</summary>
    public IReadOnlyList<StatDifference> Comparison { get; init; } = [];

    /// <summary>Means over the images of the losses of the model that made the detections, by the reference's log keys; null if they are not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Losses { get; init; }

    /// <summary>Works everything out.</summary>
    /// <param name="bootstrap">Null for no intervals and no comparison.</param>
    /// <param name="baseline">Another result on the same images, to compare with; null for none.</param>
    /// <exception cref="ArgumentException">The baseline is not of the same images and objects.</exception>
    public static EvaluationReport Create(
        CocoEvaluationResult result,
        BootstrapOptions? bootstrap = null,
        CocoEvaluationResult? baseline = null,
        CancellationToken cancellation = default) => new()
        {
            Stats = result.Stats,
            StatsNames = CocoStatistics.Names,
            PerCategory = result.PerCategory,
            PerCategoryNames = CocoStatistics.PerCategoryNames,
            CategoryNames = result.Tables.CategoryIds.Zip(result.CategoryNames).ToDictionary(entry => entry.First, entry => entry.Second),
            GroundTruth = result.GroundTruth.Source,
            Detections = result.Detections.Source,
            Images = result.ImageIds.Length,
            UseCategories = result.Options.UseCategories,
            Warnings = result.Warnings,
            Explanations = StatExplanations.Create(result),
            Bootstrap = bootstrap,
            Intervals = bootstrap is null ? [] : Dino.Evaluation.Bootstrap.Intervals(result, bootstrap, cancellation),
            PrecisionRecall = PrecisionRecallCurve.ByIouThreshold(result),
            PrecisionRecallBySize = PrecisionRecallCurve.BySize(result),
            Errors = ErrorBreakdown.Compute(result),
            Sizes = SizeCurve.Compute(result),
            BestF1 = OperatingPoint.BestF1(result),
            BestF1PerCategory = OperatingPoint.BestF1PerCategory(result),
            Baseline = baseline?.Detections.Source,
            Comparison = baseline is null || bootstrap is null
            ? []
            : Dino.Evaluation.Bootstrap.Compare(baseline, result, bootstrap, cancellation),
        };
}
