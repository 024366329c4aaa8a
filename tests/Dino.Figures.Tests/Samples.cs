using Dino.Core.Attention;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Evaluation;
using Dino.Figures.Cases;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Reports;
using Dino.Figures.Results;

namespace Dino.Figures.Tests;

/// <summary>Results of an imagined run, small enough to compute by hand.</summary>
internal static class Samples
{
    public static EvaluationSummary Pretrained { get; } = new(
        "pretrained", [0.38, 0.61, 0.4, 0.21, 0.5, 0.7, 0.1, 0.4, 0.5, 0.3, 0.6, 0.75],
        new Dictionary<string, double> { ["loss"] = 16, ["loss_ce"] = 0.5, ["loss_bbox"] = 0.25, ["loss_giou"] = 1, ["class_error"] = 12.5, ["cardinality_error_unscaled"] = 6 });

    public static EvaluationSummary FineTuned { get; } = new(
        "fine-tuned", [0.56, 0.83, 0.59, 0.35, 0.66, -1, 0.14, 0.55, 0.65, 0.45, 0.74, -1],
        new Dictionary<string, double> { ["loss"] = 12, ["loss_ce"] = 0.25, ["loss_bbox"] = 0.2, ["loss_giou"] = 0.9, ["class_error"] = 5, ["cardinality_error_unscaled"] = 6 });

    public static IReadOnlyList<TrainingEpoch> Training { get; } = [.. Enumerable.Range(0, 4).Select(epoch => new TrainingEpoch(
        epoch, epoch < 3 ? 1e-4 : 1e-5,
        new Dictionary<string, double> { ["loss"] = 30 - epoch, ["loss_ce"] = 0.5 - (0.1 * epoch), ["loss_bbox"] = 0.2, ["loss_giou"] = 1 },
        new Dictionary<string, double> { ["loss"] = 16 - epoch, ["loss_ce"] = 0.4 - (0.05 * epoch), ["loss_bbox"] = 0.22, ["loss_giou"] = 0.95 },
        [new[] { 0.45, 0.52, 0.56, 0.54 }[epoch], 0.8, 0.5, 0.3, 0.6, -1, 0.1, 0.5, 0.6, 0.4, 0.7, -1]))];

    public static CocoDataset Dataset { get; } = new(
        [new CocoImage(1, "street_1.jpg", 320, 240), new CocoImage(2, "street_2.jpg", 320, 240)],
        [
            new(1, 1, 1, new(10, 10, 20, 40), 800, IsCrowd: false), new(2, 1, 1, new(100, 10, 40, 80), 3200, IsCrowd: false),
            new(3, 1, 1, new(200, 10, 100, 200), 20000, IsCrowd: false), new(4, 2, 1, new(50, 50, 20, 40), 800, IsCrowd: false),
        ],
        [new CocoCategory(1, "pedestrian")]);

    public static IReadOnlyList<DetectionCase> CasesBefore { get; } = Judge(
        Dataset, [new(1, 1, new(100, 10, 40, 80), 0.8), new(2, 1, new(62, 50, 20, 40), 0.5), new(2, 1, new(150, 50, 20, 40), 0.4)]);

    public static IReadOnlyList<DetectionCase> CasesAfter { get; } = Judge(
        Dataset, [new(1, 1, new(100, 10, 40, 80), 0.9), new(1, 1, new(200, 10, 100, 200), 0.95), new(1, 1, new(101, 10, 40, 80), 0.4), new(2, 1, new(62, 50, 20, 40), 0.5)]);

    /// <summary>One of three objects found, one box on nothing.</summary>
    public static EvaluationStatistics PretrainedStatistics { get; } = new("pretrained", Evaluate([(100, 0.8), (300, 0.4)]));

    /// <summary>Two of three objects found, one twice.</summary>
    public static EvaluationStatistics FineTunedStatistics { get; } = new("fine-tuned", Evaluate([(100, 0.9), (200, 0.7), (101, 0.4)]) with
    {
        Baseline = "../pretrained/detections.json",
        Comparison = [.. CocoStatistics.Names.Select(name => new StatDifference(name, 0.38, 0.56, 0.18, 0.11, 0.26, 0.001, 1000))],
    });

    public static StageCostsFigure StageCosts => new([new("data", 12.5, 120), new("fine-tune", 150, 450), new("report", 3, 300)]);

    public static KernelSpeedupsFigure KernelSpeedups => new("a processor", [new("forward, float32", 8, 7, 9), new("backward, float32", 0.9, 0.7, 1.2)]);

    public static ConfidenceFigure Confidence => new([("pretrained", CasesBefore), ("fine-tuned", CasesAfter)]);

    public static RgbImage Grey { get; } = new([.. Enumerable.Repeat((byte)90, 160 * 120 * 3)], 160, 120);

    /// <summary>2 layers x 2 heads x 1 level x 1 point on <see cref="Grey"/>: all at (40, 30), but layer 1, head 0 at (130, 90).</summary>
    public static AttentionSamples Attention { get; } = new()
    {
        Subject = "a test",
        Box = new BoxXyWh(20, 10, 40, 40),
        Score = 0.5,
        Frame = new AttentionFrame(160, 120, 160, 120, 160, 120),
        Layers = 2,
        Heads = 2,
        Levels = 1,
        Points = 1,
        Locations = [0.25f, 0.25f, 0.25f, 0.25f, 130f / 160, 0.75f, 0.25f, 0.25f],
        Weights = [1, 1, 1, 1],
    };

    /// <summary>2 layers x 2 heads between 2 detections.</summary>
    public static DetectionSelfAttention SelfAttention { get; } = new()
    {
        Subject = "a test",
        Boxes = [new(20, 10, 40, 40), new(100, 60, 40, 50)],
        Scores = [0.9, 0.5],
        Layers = 2,
        Heads = 2,
        Queries = 20,
        Weights = [0.1f, 0.2f, 0.05f, 0.1f, 0.3f, 0.1f, 0.05f, 0.1f, 0.1f, 0.2f, 0.05f, 0.1f, 0.1f, 0.4f, 0.05f, 0.1f],
    };

    /// <summary>For the page's browser: grey pictures.</summary>
    public static IReadOnlyList<ReportImage> Images { get; } = [.. CasesBefore.Zip(CasesAfter, (before, after) => new ReportImage(before, after, SmallPicture.Jpeg(Grey)))];

    public static ReportModel Report(params IReadOnlyList<ReportFigure> figures) => new()
    {
        Title = "Street scenes",
        Setup = [new("profile", "embedded"), new("device", "CPU")],
        Data = [new("test images", "2 with 4 objects")],
        Pretrained = Pretrained,
        FineTuned = FineTuned,
        Statistics = [PretrainedStatistics, FineTunedStatistics],
        Training = Training,
        PretrainedCases = CasesBefore,
        FineTunedCases = CasesAfter,
        LeastScore = 0.3,
        Figures = figures,
        Images = Images,
        Commands = ["dotnet cake --target=Reproduce"],
    };

    public static IReadOnlyList<DetectionCase> Judge(CocoDataset dataset, IEnumerable<Detection> found, double leastScore = 0.3)
        => CaseJudge.Judge(dataset.Images, GroundTruth(dataset), Detections(found), leastScore);

    public static CocoGroundTruth GroundTruth(CocoDataset dataset) => new()
    {
        Source = "val.json",
        ImageIds = [.. dataset.Images.Select(image => image.Id).Order()],
        CategoryIds = [.. dataset.Categories.Select(category => (long)category.Id).Order()],
        CategoryNames = [.. dataset.Categories.OrderBy(category => category.Id).Select(category => category.Name)],
        AnnotationIds = [.. dataset.Annotations.Select(annotation => annotation.Id)],
        AnnotationImageIds = [.. dataset.Annotations.Select(annotation => annotation.ImageId)],
        AnnotationCategoryIds = [.. dataset.Annotations.Select(annotation => (long)annotation.CategoryId)],
        Boxes = [.. dataset.Annotations.Select(annotation => annotation.Box)],
        Areas = [.. dataset.Annotations.Select(annotation => annotation.Area)],
        IsCrowd = [.. dataset.Annotations.Select(annotation => annotation.IsCrowd)],
    };

    public static CocoDetections Detections(IEnumerable<Detection> found)
    {
        var builder = new CocoDetectionsBuilder("detections.json");
        foreach (var detection in found)
        {
            builder.Add(detection.ImageId, detection.CategoryId, detection.Box, detection.Score);
        }

        return builder.Build();
    }

    /// <summary>Three objects of 20x40 pixels at (10, 10), (100, 10), (200, 10); detections of that size at the given left edges.</summary>
    private static EvaluationReport Evaluate(IReadOnlyList<(double Left, double Score)> found)
    {
        var groundTruth = new CocoGroundTruth
        {
            Source = "val.json",
            ImageIds = [1],
            CategoryIds = [1],
            CategoryNames = ["pedestrian"],
            AnnotationIds = [1, 2, 3],
            AnnotationImageIds = [1, 1, 1],
            AnnotationCategoryIds = [1, 1, 1],
            Boxes = [new(10, 10, 20, 40), new(100, 10, 20, 40), new(200, 10, 20, 40)],
            Areas = [800, 800, 1600],
            IsCrowd = [false, false, false],
        };
        return EvaluationReport.Create(CocoEvaluator.Evaluate(groundTruth, Detections(found.Select(item => new Detection(1, 1, new BoxXyWh(item.Left, 10, 20, 40), item.Score)))), new BootstrapOptions(Resamples: 10));
    }
}
