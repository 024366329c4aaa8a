using Dino.Core.Coco;
using Dino.Data.Checking;
using Dino.Data.Coco;
using Dino.Data.Splitting;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Checking;

/// <summary>Faults between the parts of a COCODIR.</summary>
public sealed class SplitDatasetCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CocoSource _train;
    private readonly CocoSource _validation;

    public SplitDatasetCheckTests()
    {
        var (source, _) = SmallDataset.Write(_folder, 40);
        var split = DatasetSplit.Write(source, _folder.File("split"), new SplitOptions { Copy = true });
        (_train, _validation) = (split.Train, split.Validation);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_FaultsOfTheExperimentsOwnSet_AreAllFound()
    {
        // Two files that no JSON names, an annotation that points at an image of the other part, an annotation that got lost.
        File.Copy(Path.Combine(_train.ImageFolder, CocoDataset.Load(_train.AnnotationFile).Images[0].FileName), Path.Combine(_train.ImageFolder, "unlisted1.png"));
        File.WriteAllBytes(Path.Combine(_validation.ImageFolder, "unlisted2.jpg"), []);
        var validationImage = CocoDataset.Load(_validation.AnnotationFile).Images[0].Id;
        var train = CocoDataset.Load(_train.AnnotationFile);
        var annotations = train.Annotations.ToList();
        var moved = annotations[3] = annotations[3] with { ImageId = validationImage, Box = new BoxXyWh(1, 1, 5, 5) };
        var lost = annotations[7];
        annotations.RemoveAt(7);
        (train with { Annotations = annotations }).Save(_train.AnnotationFile);

        var findings = Run();

        Assert.Equal(["unlisted1.png", "unlisted2.jpg"], findings.Where(finding => finding.Code == "unlisted-image").Select(finding => Path.GetFileName(finding.File)));
        var dangling = findings.Single(finding => finding.Code == "dangling-annotation");
        Assert.Equal(moved.Id, dangling.Id);
        Assert.Contains($"image_id {validationImage} is not in images but in {_validation.AnnotationFile}", dangling.Message, StringComparison.Ordinal);
        Assert.EndsWith($"1 do not occur: {lost.Id}", findings.Single(finding => finding.Code == "lost-annotations").Message, StringComparison.Ordinal);
        Assert.Equal(4, findings.Count);
    }

    [Fact]
    public void Run_SamePictureInBothParts_IsAnError()
    {
        var (train, validation) = (CocoDataset.Load(_train.AnnotationFile), CocoDataset.Load(_validation.AnnotationFile));
        File.Copy(
            Path.Combine(_train.ImageFolder, train.Images[4].FileName), Path.Combine(_validation.ImageFolder, validation.Images[1].FileName), overwrite: true);

        var finding = Assert.Single(Run());

        Assert.Equal((FindingSeverity.Error, "shared-picture", validation.Images[1].Id), (finding.Severity, finding.Code, finding.Id));
        Assert.Contains($"image {train.Images[4].Id} of {_train.AnnotationFile}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SameNameInBothParts_IsAWarning()
    {
        var (train, validation) = (CocoDataset.Load(_train.AnnotationFile), CocoDataset.Load(_validation.AnnotationFile));
        var name = train.Images[0].FileName;
        File.Move(Path.Combine(_validation.ImageFolder, validation.Images[0].FileName), Path.Combine(_validation.ImageFolder, name));
        (validation with { Images = [validation.Images[0] with { FileName = name }, .. validation.Images.Skip(1)] }).Save(_validation.AnnotationFile);

        Assert.Equal((FindingSeverity.Warning, "shared-name"), (Assert.Single(Run()).Severity, Run()[0].Code));
    }

    private IReadOnlyList<DatasetFinding> Run() => DatasetCheck.Run(CocoSource.Locate(_folder.File("split")), new DatasetCheckOptions()).Findings;
}
