using System.Text.Json.Nodes;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Checking;
using Dino.Data.Checking.Fixing;
using Dino.Data.Coco;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Checking;

public sealed class DatasetFixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_FaultyDataset_GivesACleanCopyAndAListOfChanges()
    {
        var (source, clean) = SmallDataset.Write(_folder, 6);
        var annotations = clean.Annotations.ToList();
        annotations[0] = annotations[0] with { Id = 0 };
        annotations[1] = annotations[1] with { ImageId = 99 };
        annotations[3] = annotations[3] with { Box = new BoxXyWh(35, 3, 10, 12.5) };
        annotations[4] = annotations[4] with { Box = new BoxXyWh(1, 1, 0, 5) };
        annotations[5] = annotations[5] with { Area = 0 };
        annotations.Add(annotations[6] with { Id = 10 });
        (clean with { Annotations = annotations }).Save(source.AnnotationFile);
        File.Delete(Path.Combine(source.ImageFolder, "000006.png"));
        Edit(source.AnnotationFile, document =>
        {
            document["annotations"]!.AsArray()[3]!["vis_ratio"] = 0.5;
            document["annotations"]!.AsArray()[6]!.AsObject().Remove("area");
            document["annotations"]!.AsArray()[9]!.AsObject().Remove("area");
            document["annotations"]!.AsArray().Add(new JsonObject { ["id"] = 77 });
            document["annotations"]!.AsArray().Add(null);
        });
        var before = FileHash.Sha256(source.AnnotationFile);

        var changes = DatasetFix.Write(CocoSource.Locate(_folder.Path), _folder.File("fixed"));

        // Images 1 to 6 have 1, 2, 3, 0, 1, 2 boxes; removing image 6 takes annotations 8 and 9 along.
        Assert.Equal(
            [
                ("unreadable-record", 77), ("unreadable-record", null), ("unreadable-record", 7), ("unreadable-record", 10),
                ("annotation-id-zero", 0), ("box-over-edge", 4), ("dangling-annotation", 2), ("dangling-annotation", 8), ("dangling-annotation", 9),
                ("degenerate-box", 5), ("duplicate-box", 10), ("missing-image", 6), ("no-area", 6),
            ],
            changes.OrderBy(change => change.Code != "unreadable-record").ThenBy(change => change.Code == "unreadable-record" ? "" : change.Code)
                .ThenBy(change => change.Code == "unreadable-record" ? 0 : change.Id).Select(change => (change.Code, change.Id)));
        Assert.Equal(before, FileHash.Sha256(source.AnnotationFile));
        var report = DatasetCheck.Run(CocoSource.Locate(_folder.File("fixed")), new DatasetCheckOptions());
        Assert.DoesNotContain(report.Findings, finding => finding.Correction != Correction.None);
        var cut = JsonNode.Parse(File.ReadAllText(_folder.File("fixed/annotations.json")))!["annotations"]!.AsArray().Single(annotation => (long)annotation!["id"]! == 4)!;
        Assert.Equal("[35,3,5,12.5]", cut["bbox"]!.ToJsonString());
        Assert.Equal(62.5, (double)cut["area"]!);
        Assert.Equal(0.5, (double)cut["vis_ratio"]!);
        Assert.Equal(13, JsonNode.Parse(File.ReadAllText(_folder.File("fixed/changes.json")))!.AsArray().Count);
    }

    [Fact]
    public void Write_FolderInUse_Refuses()
    {
        SmallDataset.Write(_folder, 2);

        Assert.Contains("is not empty", Assert.Throws<BadInputException>(() => DatasetFix.Write(CocoSource.Locate(_folder.Path), _folder.Path)).Message, StringComparison.Ordinal);
    }

    private static void Edit(string path, Action<JsonNode> edit)
    {
        var document = JsonNode.Parse(File.ReadAllText(path))!;
        edit(document);
        File.WriteAllText(path, document.ToJsonString());
    }
}
