using Dino.Training.Checkpointing;
using Dino.Training.Logs;

namespace Dino.Training.Tests.Logs;

public sealed class TensorBoardLogTests : IDisposable
{
    private const string Line = """{"epoch": 0, "train_loss": 2.5, "test_coco_eval_bbox": [0.5, 0.6]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Begin_AfterAnEarlierProcess_ReplacesItsEventsAndLeavesOtherFilesAlone()
    {
        string[] others = ["checkpoint_mine.safetensors", "events.out.tfevents.1.host", "log.txt.old"];
        Array.ForEach(others, name => File.WriteAllText(Path.Combine(_folder, name), "not ours"));
        File.WriteAllText(Path.Combine(_folder, "events.out.tfevents.1.host" + TensorBoardLog.Suffix), "of an earlier process");

        new TensorBoardLog(_folder, [Line]).Write(Line);

        var ours = Assert.Single(new RunFiles(_folder).All());
        Assert.True(new FileInfo(ours).Length > 100, "the events are not there");
        Assert.Equal(others, Names().Except([Path.GetFileName(ours)], StringComparer.Ordinal));

        IEnumerable<string> Names() => Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
    }
}
