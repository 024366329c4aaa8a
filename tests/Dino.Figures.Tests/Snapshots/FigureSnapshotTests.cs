using System.Runtime.CompilerServices;
using Dino.Figures.Attention;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Results;

namespace Dino.Figures.Tests.Snapshots;

/// <summary>The figures still look as reviewed.</summary>
public sealed class FigureSnapshotTests : IDisposable
{
    /// <summary>Absorbs other rounding of anti-aliased edges and text; a moved label or a lost bar is far above it.</summary>
    private const double Limit = 0.06;

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void MetricPanels() => Compare(new MetricPanelsFigure([Samples.Pretrained, Samples.FineTuned]));

    [Fact]
    public void TrainingCurves() => Compare(new TrainingCurvesFigure(Samples.Training));

    [Fact]
    public void Confidence() => Compare(Samples.Confidence);

    [Fact]
    public void Intervals() => Compare(new IntervalsFigure([Samples.PretrainedStatistics, Samples.FineTunedStatistics]));

    [Fact]
    public void PrecisionRecall() => Compare(new PrecisionRecallFigure([Samples.PretrainedStatistics, Samples.FineTunedStatistics]));

    [Fact]
    public void ObjectSize() => Compare(new SizeCurveFigure([Samples.PretrainedStatistics, Samples.FineTunedStatistics]));

    [Fact]
    public void Errors() => Compare(new ErrorBreakdownFigure([Samples.PretrainedStatistics, Samples.FineTunedStatistics]));

    [Fact]
    public void BoxStatistics() => Compare(new BoxStatisticsFigure(Samples.Dataset, Samples.Dataset));

    [Fact]
    public void KernelSpeedups() => Compare(Samples.KernelSpeedups);

    [Fact]
    public void StageCosts() => Compare(Samples.StageCosts);

    [Fact]
    public void Attention() => Compare(new AttentionFigure(Samples.Attention, Samples.Grey));

    [Fact]
    public void AttentionGrid() => Compare(new AttentionGridFigure(Samples.Attention, Samples.Grey));

    [Fact]
    public void EncoderAttention() => Compare(new AttentionFigure(Samples.Attention with { Box = null, Score = null, Pixel = (40, 30) }, Samples.Grey));

    [Fact]
    public void SelfAttention() => Compare(new SelfAttentionFigure(Samples.SelfAttention, Samples.Grey));

    [Fact]
    public void Distance_OneBarLower_IsFarAboveTheLimit()
    {
        var lower = Samples.FineTuned with { Stats = [0.2, .. Samples.FineTuned.Stats.Skip(1)] };

        var distance = PictureDistance.Between(
            FigureFile.Save(new MetricPanelsFigure([Samples.Pretrained, Samples.FineTuned]), _folder, "a").PngPath,
            FigureFile.Save(new MetricPanelsFigure([Samples.Pretrained, lower]), _folder, "b").PngPath);

        Assert.InRange(distance, 3 * Limit, 1);
    }

    [Fact]
    public void Distance_FineTuningThatDidNothing_IsAboveTheLimitInEveryFigureOfTheStatistics()
    {
        EvaluationStatistics unchanged = new("fine-tuned", Samples.PretrainedStatistics.Report with
        {
            Baseline = Samples.FineTunedStatistics.Report.Baseline,
            Comparison = [.. Samples.FineTunedStatistics.Report.Comparison.Select(change => change with { Difference = 0, Low = -0.05, High = 0.05 })],
        });
        var distances = new Func<EvaluationStatistics[], Figure>[]
        {
            both => new IntervalsFigure(both), both => new PrecisionRecallFigure(both), both => new SizeCurveFigure(both), both => new ErrorBreakdownFigure(both),
        }.Select(make => PictureDistance.Between(
            FigureFile.Save(make([Samples.PretrainedStatistics, Samples.FineTunedStatistics]), _folder, "a").PngPath,
            FigureFile.Save(make([Samples.PretrainedStatistics, unchanged]), _folder, "b").PngPath));

        Assert.All(distances, distance => Assert.InRange(distance, Limit, 1));
    }

    private void Compare(Figure figure, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
        => PictureSnapshot.Match(FigureFile.Save(figure, _folder, "figure").PngPath, Limit, file, test);
}
