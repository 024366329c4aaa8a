using System.Globalization;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Evaluation;
using Dino.Figures.Cases;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Reports;
using Dino.Figures.Results;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Training.Checkpointing;

namespace Dino.Pipeline.Stages;

/// <summary>Draws the figures and writes <c>report.md</c> and <c>index.html</c>.</summary>
public sealed class ReportStage : IStage
{
    public const string StageName = "report";

    private const int SampleImages = 9;
    private const int CaseImages = 4;

    /// <summary>About 40 kB each in the page.</summary>
    private const int MostBrowsed = 150;

    public string Name => StageName;

    public string Title => "figures and report";

    public IReadOnlyList<string> DependsOn =>
        [DataStage.StageName, WeightsStage.StageName, EvaluateStage.Pretrained.Name, FineTuneStage.StageName, EvaluateStage.FineTuned.Name, AttentionStage.StageName];

    public IReadOnlyList<string> Code => ["Dino.Training", "Dino.Figures"];

    public object Settings(RunContext context) => new { SampleImages, CaseImages, MostBrowsed };

    public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
    {
        var manifest = RunManifest.Load(context.Folder.Manifest)!;
        var model = context.Console.Track("draw figures", progress => Model(context, output, manifest, progress));
        ReportWriter.Write(model, output.Root, context.Folder.Root);
        return new StageResult(
            new Dictionary<string, string> { ["figures"] = model.Figures.Count.ToString(CultureInfo.InvariantCulture) },
            $"{model.Figures.Count} figures, {context.Folder.Page}");
    }

    private static ReportModel Model(RunContext context, RunFolder output, RunManifest manifest, IProgress<ProgressStep> progress)
    {
        var (folder, data) = (context.Folder, ExperimentData.Of(context));
        var pretrained = EvaluationSummary.Load("pretrained", Path.Combine(folder.Pretrained, "metrics.json"));
        var fineTuned = EvaluationSummary.Load("fine-tuned", Path.Combine(folder.FineTuned, "metrics.json"));
        EvaluationStatistics[] statistics =
        [
            EvaluationStatistics.Load(pretrained.Name, Path.Combine(folder.Pretrained, "metrics.json")), EvaluationStatistics.Load(fineTuned.Name, Path.Combine(folder.FineTuned, "metrics.json")),
        ];
        var training = TrainingLog.Load(new RunFiles(folder.FineTune).Log);
        var pictures = new PictureSource(data.Validation);
        var groundTruth = CocoGroundTruth.Load(data.Validation.AnnotationFile);
        CocoDetections[] found = [.. new[] { folder.Pretrained, folder.FineTuned }.Select(part => CocoDetections.Load(Path.Combine(part, "detections.json")))];
        IReadOnlyList<DetectionCase> Judge(CocoDetections detections, double leastScore) => CaseJudge.Judge(pictures.Dataset.Images, groundTruth, detections, leastScore);
        const double LeastScore = Detection.DrawnScore;
        var (before, after) = (Judge(found[0], LeastScore), Judge(found[1], LeastScore));
        (FigurePlace Place, string Name, Func<Figure> Make)[] plan =
        [
            (FigurePlace.Results, "metrics", () => new MetricPanelsFigure([pretrained, fineTuned])),
            (FigurePlace.Statistics, "intervals", () => new IntervalsFigure(statistics)),
            (FigurePlace.Statistics, "precision-recall", () => new PrecisionRecallFigure(statistics)),
            (FigurePlace.Statistics, "object-size", () => new SizeCurveFigure(statistics)),
            (FigurePlace.Statistics, "errors", () => new ErrorBreakdownFigure(statistics)),
            (FigurePlace.Results, "confidence", () => new ConfidenceFigure(
                [(pretrained.Name, Judge(found[0], ConfidenceFigure.LeastScore)), (fineTuned.Name, Judge(found[1], ConfidenceFigure.LeastScore))])),
            (FigurePlace.Data, "boxes", () => new BoxStatisticsFigure(CocoDataset.Load(data.Train.AnnotationFile), pictures.Dataset)),
            (FigurePlace.Data, "samples", () => new AnnotatedSamplesFigure("Annotated training images", new PictureSource(data.Train), SampleImages)),
            (FigurePlace.Training, "training", () => new TrainingCurvesFigure(training)),
            (FigurePlace.Cases, "good-cases", () => new CasesFigure("Good cases, fine-tuned", CaseSelection.GoodRule, LeastScore, CaseSelection.Good(after, CaseImages), pictures)),
            (FigurePlace.Cases, "failed-cases", () => new CasesFigure("Failed cases, fine-tuned", CaseSelection.FailedRule, LeastScore, CaseSelection.Failed(after, CaseImages), pictures)),
            (FigurePlace.Cases, "before-after", () => new ComparisonFigure(pretrained.Name, fineTuned.Name, LeastScore, CaseSelection.Compared(before, after, CaseImages), pictures)),
            .. RunFigures.Of(context, manifest),
        ];
        var figures = plan.Index().Select(item =>
        {
            var figure = new ReportFigure(item.Item.Place, FigureFile.Save(item.Item.Make(), output.Figures, item.Item.Name));
            progress.Report(new ProgressStep(item.Index + 1, plan.Length, item.Item.Name));
            return figure;
        });
        return new ReportModel
        {
            Title = $"DINO on {pictures.Dataset.Images.Count} test images: {context.Profile.Name}",
            Setup = ReportFacts.Setup(context, manifest),
            Data = ReportFacts.Data(context, manifest),
            Pretrained = pretrained,
            FineTuned = fineTuned,
            Statistics = statistics,
            Training = training,
            PretrainedCases = before,
            FineTunedCases = after,
            LeastScore = LeastScore,
            Figures = [.. figures, .. AttentionStage.Pictures(folder).Select(file => new ReportFigure(FigurePlace.Attention, file))],
            Images = Browsed(before, after, pictures),
            Commands = ReportFacts.Commands(context),
        };
    }

    /// <summary>The images with the most errors, in the dataset's order.</summary>
    private static IReadOnlyList<ReportImage> Browsed(IReadOnlyList<DetectionCase> before, IReadOnlyList<DetectionCase> after, PictureSource pictures)
    {
        var chosen = after.OrderByDescending(item => item.Errors).ThenBy(item => item.Image.Id).Take(MostBrowsed).Select(item => item.Image.Id).ToHashSet();
        return [.. before.Zip(after).Where(pair => chosen.Contains(pair.Second.Image.Id))
            .Select(pair => new ReportImage(pair.First, pair.Second, SmallPicture.Jpeg(pictures.Load(pair.Second.Image))))];
    }
}
