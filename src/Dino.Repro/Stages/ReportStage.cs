using System.Globalization;
using Dino.Data.Coco;
using Dino.Evaluation;
using Dino.Figures.Cases;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Reports;
using Dino.Figures.Results;
using Dino.Repro.Cli;
using Dino.Repro.Runs;
using Dino.Training.Loop;

namespace Dino.Repro.Stages;

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
        var matcher = new CaseMatcher(CaseMatcher.DefaultLeastScore);
        var (beforeAll, afterAll) = (Detections(folder.Pretrained, pictures.Dataset).ToList(), Detections(folder.FineTuned, pictures.Dataset).ToList());
        var (before, after) = (matcher.Match(pictures.Dataset, beforeAll), matcher.Match(pictures.Dataset, afterAll));
        var everything = new CaseMatcher(ConfidenceFigure.LeastScore);
        (FigurePlace Place, string Name, Func<Figure> Make)[] plan =
        [
            (FigurePlace.Results, "metrics", () => new MetricPanelsFigure([pretrained, fineTuned])),
            (FigurePlace.Statistics, "intervals", () => new IntervalsFigure(statistics)),
            (FigurePlace.Statistics, "precision-recall", () => new PrecisionRecallFigure(statistics)),
            (FigurePlace.Statistics, "object-size", () => new SizeCurveFigure(statistics)),
            (FigurePlace.Statistics, "errors", () => new ErrorBreakdownFigure(statistics)),
            (FigurePlace.Results, "confidence", () => new ConfidenceFigure(
                [(pretrained.Name, everything.Match(pictures.Dataset, beforeAll)), (fineTuned.Name, everything.Match(pictures.Dataset, afterAll))])),
            (FigurePlace.Data, "boxes", () => new BoxStatisticsFigure(CocoDataset.Load(data.Train.AnnotationFile), pictures.Dataset)),
            (FigurePlace.Data, "samples", () => new AnnotatedSamplesFigure("Annotated training images", new PictureSource(data.Train), SampleImages)),
            (FigurePlace.Training, "training", () => new TrainingCurvesFigure(training)),
            (FigurePlace.Cases, "good-cases", () => new CasesFigure("Good cases, fine-tuned", CaseSelection.GoodRule, matcher.LeastScore, CaseSelection.Good(after, CaseImages), pictures)),
            (FigurePlace.Cases, "failed-cases", () => new CasesFigure("Failed cases, fine-tuned", CaseSelection.FailedRule, matcher.LeastScore, CaseSelection.Failed(after, CaseImages), pictures)),
            (FigurePlace.Cases, "before-after", () => new ComparisonFigure(pretrained.Name, fineTuned.Name, matcher.LeastScore, CaseSelection.Compared(before, after, CaseImages), pictures)),
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
            LeastScore = matcher.LeastScore,
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

    /// <summary>Detections of the categories that are evaluated; the pretrained model knows others too.</summary>
    private static IEnumerable<Detection> Detections(string folder, CocoDataset dataset)
    {
        var categories = dataset.Categories.Select(category => (long)category.Id).ToHashSet();
        var found = CocoDetections.Load(Path.Combine(folder, "detections.json"));
        for (var i = 0; i < found.Count; i++)
        {
            if (categories.Contains(found.CategoryIds[i]))
            {
                yield return new Detection(found.ImageIds[i], found.CategoryIds[i], found.Boxes[i], found.Scores[i]);
            }
        }
    }
}
