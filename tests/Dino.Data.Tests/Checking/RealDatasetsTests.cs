using Dino.Data.Checking;
using Dino.Data.Coco;
using Dino.Data.Splitting;
using Dino.Data.Tests.TestData;
using Dino.TestUtilities;

namespace Dino.Data.Tests.Checking;

/// <summary>Photographs beside the repository, with faults that are described there.</summary>
public sealed class RealDatasetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Run_StreetPedestrians_FindsTheUnlistedImageAndTheOrphan()
    {
        var folder = Dataset("street-ped-mini");

        var report = DatasetCheck.Run(CocoSource.Locate(folder, Path.Combine(folder, "annotations-orphan.json")), new DatasetCheckOptions { NumClasses = 2, DnLabelbookSize = 2 });

        Assert.EndsWith("KITTI-17-000145.jpg", report.Findings.Single(finding => finding.Code == "unlisted-image").File, StringComparison.Ordinal);
        Assert.Equal(194, report.Findings.Single(finding => finding.Code == "dangling-annotation").Id);
        Assert.Equal(10, report.Findings.Count(finding => finding.Code == "box-over-edge"));
        Assert.False(report.HasErrors);
    }

    [SkippableFact]
    public void Run_CocoPersons_HasNoFault()
    {
        var report = DatasetCheck.Run(CocoSource.Locate(Dataset("coco-person-cc")), new DatasetCheckOptions { NumClasses = 91, DnLabelbookSize = 91 });

        Assert.Equal(["large-ids", "crowds"], report.Findings.Select(finding => finding.Code));
        Assert.Equal((120, 23, 421, 9), (report.Parts[0].Images, report.Parts[0].ImagesWithoutBoxes, report.Parts[0].Annotations, report.Parts[0].Crowds));
        Assert.Equal((187, 138, 96), (report.Parts[0].Small, report.Parts[0].Medium, report.Parts[0].Large));
    }

    [SkippableFact]
    public void Write_ThenCheck_SplitHasNoSharedPictures()
    {
        DatasetSplit.Write(CocoSource.Locate(Dataset("coco-person-cc")).Whole!, _folder.File("split"), new SplitOptions { StratifyByBoxes = true });

        var report = DatasetCheck.Run(CocoSource.Locate(_folder.File("split")), new DatasetCheckOptions());

        Assert.Equal([96, 24], report.Parts.Select(part => part.Images));
        Assert.DoesNotContain(report.Findings, finding => finding.Severity > FindingSeverity.Info);
    }

    private static string Dataset(string name)
    {
        Skip.If(RepositoryRoot.Shared is null, "no shared folder beside the repository");
        return Path.Combine(RepositoryRoot.Shared, "data", name);
    }
}
