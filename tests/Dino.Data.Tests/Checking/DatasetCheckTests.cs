using System.Text.Json;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Checking;
using Dino.Data.Coco;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Checking;

/// <summary>Each test breaks a clean dataset in one way and expects exactly the findings of that fault.</summary>
public sealed class DatasetCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CocoSource _source;
    private readonly CocoDataset _clean;

    public DatasetCheckTests() => (_source, _clean) = SmallDataset.Write(_folder, 6);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_CleanDataset_FindsNothing()
    {
        var report = Run(_clean);

        Assert.Empty(report.Findings);
        Assert.Equal((6, 1, 9), (report.Parts[0].Images, report.Parts[0].ImagesWithoutBoxes, report.Parts[0].Annotations));
        Assert.Equal([new CategoryStatistics(1, "person", 9, 5)], report.Parts[0].Categories);
    }

    [Fact]
    public void Run_ImageWithoutFile_IsAnError()
    {
        File.Delete(Path.Combine(_source.ImageFolder, "000002.png"));

        var finding = Single(_clean, "missing-image", FindingSeverity.Error);

        Assert.Equal(("images", 2L), (finding.Section, finding.Id));
        Assert.Contains("000002.png: no such image file", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NameLeadingOut_IsAnError()
        => Assert.Contains(
            "leads out of the image folder",
            Run(WithImage(0, _clean.Images[0] with { FileName = "../images/000001.png" })).Findings[0].Message,
            StringComparison.Ordinal);

    [Fact]
    public void Run_BrokenImage_IsAnError()
    {
        var path = Path.Combine(_source.ImageFolder, "000003.png");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^500]);

        Assert.Contains("damaged or cut short", Single(_clean, "unreadable-image", FindingSeverity.Error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileThatNoEntryNames_IsAWarning()
    {
        File.WriteAllBytes(Path.Combine(_source.ImageFolder, "extra.JPG"), []);

        Assert.EndsWith("extra.JPG", Single(_clean, "unlisted-image", FindingSeverity.Warning).File, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SizeOtherThanTheFile_NamesBoth()
        => Assert.Contains(
            "has 40x30 pixels, the entry says 30x40",
            Single(WithImage(3, _clean.Images[3] with { Width = 30, Height = 40 }), "image-size", FindingSeverity.Error).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Run_SamePictureTwice_IsAWarning()
    {
        File.Copy(Path.Combine(_source.ImageFolder, "000001.png"), Path.Combine(_source.ImageFolder, "000005.png"), overwrite: true);

        Assert.Contains("byte for byte the picture of image 1", Single(_clean, "same-picture", FindingSeverity.Warning).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dangling-annotation", FindingSeverity.Warning, 4L, 99L, 1, 2.0, 3.0, 10.0, 12.5, 125.0)]
    [InlineData("unknown-category", FindingSeverity.Error, 4L, 3L, 7, 2.0, 3.0, 10.0, 12.5, 125.0)]
    [InlineData("degenerate-box", FindingSeverity.Warning, 4L, 3L, 1, 2.0, 3.0, 0.0, 12.5, 125.0)]
    [InlineData("box-outside", FindingSeverity.Warning, 4L, 3L, 1, 40.0, 3.0, 10.0, 12.5, 125.0)]
    [InlineData("box-over-edge", FindingSeverity.Warning, 4L, 3L, 1, 35.0, 3.0, 10.0, 12.5, 125.0)]
    [InlineData("no-area", FindingSeverity.Warning, 4L, 3L, 1, 2.0, 3.0, 10.0, 12.5, 0.0)]
    [InlineData("duplicate-annotation-id", FindingSeverity.Error, 2L, 3L, 1, 2.0, 3.0, 10.0, 12.5, 125.0)]
    [InlineData("annotation-id-zero", FindingSeverity.Warning, 0L, 3L, 1, 2.0, 3.0, 10.0, 12.5, 125.0)]
    public void Run_OneBadAnnotation_IsFoundByItsId(
        string code, FindingSeverity severity, long id, long imageId, int categoryId, double x, double y, double width, double height, double area)
    {
        // Annotation 4 is the first box of image 3.
        CocoAnnotation[] annotations = [.. _clean.Annotations];
        annotations[3] = new CocoAnnotation(id, imageId, categoryId, new BoxXyWh(x, y, width, height), area, IsCrowd: false);

        var finding = Run(_clean with { Annotations = annotations }).Findings.Single(finding => finding.Code == code);

        Assert.Equal((severity, "annotations", id), (finding.Severity, finding.Section, finding.Id));
        Assert.NotNull(finding.Remedy);
    }

    [Fact]
    public void Run_SameBoxTwice_IsAWarning()
        => Assert.Contains(
            "category and box of annotation 1",
            Single(_clean with { Annotations = [.. _clean.Annotations, _clean.Annotations[0] with { Id = 10 }] }, "duplicate-box", FindingSeverity.Warning).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Run_LostAnnotation_IsNamed()
    {
        var dataset = SmallDataset.Make(60);

        var findings = Run(dataset with { Annotations = [.. dataset.Annotations.Where(annotation => annotation.Id != 33)] }).Findings;

        Assert.EndsWith("1 do not occur: 33", findings.Single(finding => finding.Code == "lost-annotations").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoAnnotations_IsAnErrorThatStopsThePipeline()
    {
        var report = Run(_clean with { Annotations = [] });

        var error = Assert.Throws<BadInputException>(report.ThrowIfErrors);
        Assert.StartsWith($"{_source.AnnotationFile}: has no annotations at all", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 0, 2)]
    public void Run_CategoryAgainstModel_IsCheckedAgainstBothLimits(int numClasses, int labelBook, int errors)
    {
        var report = Run(_clean, new DatasetCheckOptions { NumClasses = numClasses, DnLabelbookSize = labelBook });

        Assert.Equal(errors, report.Findings.Count(finding => finding is { Code: "category-beyond-model", Severity: FindingSeverity.Error, Id: 1 }));
    }

    [Fact]
    public void Run_CategoryGaps_AreShownAsAMap()
        => Assert.Contains(
            "1->1, 90->2",
            Run(_clean with { Categories = [.. _clean.Categories, new CocoCategory(90, "toothbrush")] }).Findings.Single(finding => finding.Code == "category-gaps").Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_BoxesInAnotherFormat_IsOneError(bool fractions)
    {
        var annotations = _clean.Annotations.Select(annotation => annotation with
        {
            Box = fractions ? new BoxXyWh(0.1, 0.2, 0.3, 0.4) : new BoxXyWh(25, 10, 38, 29),
        });

        Assert.Equal("box-format", Assert.Single(Run(_clean with { Annotations = [.. annotations] }).Findings).Code);
    }

    [Fact]
    public void Run_CrowdAndIgnore_AreExplained()
    {
        CocoAnnotation[] annotations = [.. _clean.Annotations];
        annotations[0] = annotations[0] with { IsCrowd = true };
        annotations[1] = annotations[1] with { Ignore = true };

        Assert.Equal(["crowds", "ignored"], Run(_clean with { Annotations = annotations }).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Run_UnreadableRecords_AreAllListed()
    {
        var text = File.ReadAllText(_source.AnnotationFile);
        File.WriteAllText(_source.AnnotationFile, text.Replace("\"area\":125,", "", StringComparison.Ordinal));

        var findings = DatasetCheck.Run(CocoSource.Locate(_folder.Path), new DatasetCheckOptions()).Findings;

        Assert.Equal(9, findings.Count(finding => finding is { Code: "unreadable-record", Severity: FindingSeverity.Error }));
        Assert.Contains("annotations[0]: 'area' is missing", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_AsJson_HasEveryFinding()
    {
        var report = Run(_clean with { Annotations = [] });

        var json = JsonDocument.Parse(report.ToJson()).RootElement;

        var finding = json.GetProperty("findings")[0];
        Assert.Equal(("error", "no-annotations"), (finding.GetProperty("severity").GetString(), finding.GetProperty("code").GetString()));
        Assert.Equal(6, json.GetProperty("parts")[0].GetProperty("images").GetInt32());
    }

    private CocoDataset WithImage(int index, CocoImage image)
    {
        CocoImage[] images = [.. _clean.Images];
        images[index] = image;
        return _clean with { Images = images };
    }

    private DatasetFinding Single(CocoDataset dataset, string code, FindingSeverity severity)
    {
        var finding = Assert.Single(Run(dataset).Findings);
        Assert.Equal((code, severity), (finding.Code, finding.Severity));
        return finding;
    }

    private DatasetCheckReport Run(CocoDataset dataset, DatasetCheckOptions? options = null)
    {
        dataset.Save(_source.AnnotationFile);
        return DatasetCheck.Run(CocoSource.Locate(_folder.Path), options ?? new DatasetCheckOptions());
    }
}
