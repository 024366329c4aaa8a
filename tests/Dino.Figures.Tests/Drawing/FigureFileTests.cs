using System.Xml.Linq;
using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Figures.Cases;
using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Tests.Drawing;

public sealed class FigureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_Chart_DrawsEveryPanelAndText()
    {
        var file = FigureFile.Save(new MetricPanelsFigure([Samples.Pretrained, Samples.FineTuned]), _folder, "metrics");

        using var picture = SKBitmap.Decode(file.PngPath);
        foreach (var (left, top) in new[] { (0, 0), (1, 0), (0, 1), (1, 1) })
        {
            var (width, height) = (picture.Width / 2, picture.Height / 2);
            Assert.True(Contains(picture, SKRectI.Create(left * width, top * height, width, height), FigureTheme.Series(1)), $"panel {left}, {top} has no bar");
        }

        var texts = XDocument.Load(file.SvgPath!).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim()).ToList();
        Assert.Contains("Average precision", texts);
        Assert.Contains("fine-tuned", texts);
        Assert.Contains("0.560", texts);
        Assert.Contains("n/a", texts);
    }

    [Fact]
    public void Save_SameFigureTwice_SameBytes()
    {
        var first = FigureFile.Save(new TrainingCurvesFigure(Samples.Training), _folder, "a");
        var second = FigureFile.Save(new TrainingCurvesFigure(Samples.Training), _folder, "b");

        Assert.Equal(File.ReadAllBytes(first.PngPath), File.ReadAllBytes(second.PngPath));
        Assert.Equal(File.ReadAllText(first.SvgPath!), File.ReadAllText(second.SvgPath!));
    }

    [Fact]
    public void Save_Cases_DrawsEveryOutcomeInItsColour()
    {
        SyntheticDataset.Write(_folder, new SyntheticOptions(4, 1, SyntheticStyle.Experiment));
        var pictures = new PictureSource(new CocoSource(Path.Combine(_folder, "annotations.json"), Path.Combine(_folder, "images")));
        var dataset = pictures.Dataset with
        {
            Annotations = [new(1, 1, 1, new(20, 60, 60, 120), 7200, IsCrowd: false), new(2, 1, 1, new(240, 60, 60, 120), 7200, IsCrowd: false)],
        };
        var cases = Samples.Judge(
            dataset, [new(1, 1, new(20, 60, 60, 120), 0.9), new(1, 1, new(26, 66, 60, 120), 0.8), new(1, 1, new(140, 60, 60, 120), 0.7)]);

        var file = FigureFile.Save(new CasesFigure("Cases", CaseSelection.FailedRule, 0.3, cases, pictures), _folder, "cases");

        Assert.Null(file.SvgPath);
        using var picture = SKBitmap.Decode(file.PngPath);
        var tile = SKRectI.Create(16, 88, 480, 360);
        Assert.All(Enum.GetValues<Outcome>(), outcome => Assert.True(Contains(picture, tile, OutcomeStyle.Of(outcome).Color), $"{outcome} is not drawn"));
    }

    private static bool Contains(SKBitmap picture, SKRectI area, SKColor color)
    {
        for (var y = area.Top; y < area.Bottom; y++)
        {
            for (var x = area.Left; x < area.Right; x++)
            {
                if (picture.GetPixel(x, y) == color)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
