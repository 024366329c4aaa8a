using Dino.Checkpoints.Content;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

public sealed class TorchCheckpointWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TrainingSample _sample = new();

    [Fact]
    public void Write_TrainingCheckpoint_ReadsBackEqual()
    {
        var path = _folder.File("training.pth");
        TorchCheckpointWriter.Write(path, _sample.Training);

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(CheckpointFormat.TorchZip, checkpoint.Format);
        Assert.Equal(_sample.Model.Select(pair => pair.Key), checkpoint.Tensors.Select(tensor => tensor.Name));
        foreach (var (name, tensor) in _sample.Model)
        {
            var read = checkpoint.Find(name)!.ToTensor();
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            Assert.True(read.bytes.SequenceEqual(tensor.contiguous().bytes), name);
        }

        Assert.Equal("class_embed.0.weight", checkpoint.Find("class_embed.1.weight")!.AliasOf);
        Assert.Equal("11", checkpoint.Metadata["epoch"]);
        var args = Assert.IsType<ContentDictionary>(checkpoint.Root!["args"]);
        Assert.Equal("COCODIR é", args["coco_path"]);
        Assert.Equal(1L << 40, args["big"]);
        Assert.Equal(1e-4, args["lr"]);
    }

    [Fact]
    public void Write_ContentOfAnotherCheckpoint_KeepsItsTensorsAndTurnsArgumentsIntoADictionary()
    {
        var path = _folder.File("copy.pth");
        using var original = Checkpoint.Open(PthFixture.Path("checkpoint_legacy.pth"));
        TorchCheckpointWriter.Write(path, original.Root!);

        using var copy = Checkpoint.Open(path);
        Assert.Equal(original.Tensors.Select(tensor => (tensor.Name, tensor.AliasOf)), copy.Tensors.Select(tensor => (tensor.Name, tensor.AliasOf)));
        Assert.All(original.Tensors, tensor => Assert.True(tensor.ToTensor().bytes.SequenceEqual(copy.Find(tensor.Name)!.ToTensor().bytes), tensor.Name));
        Assert.Equal(91L, Assert.IsType<ContentDictionary>(copy.Root!["args"])["num_classes"]);
    }

    [Fact]
    public void Write_SameContentTwice_GivesTheSameBytes()
    {
        var (first, second) = (_folder.File("a.pth"), _folder.File("b.pth"));
        TorchCheckpointWriter.Write(first, _sample.Training);
        TorchCheckpointWriter.Write(second, _sample.Training);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Write_ValueWithoutPlainForm_SaysWhereAndLeavesNoFile()
    {
        var path = _folder.File("bad.pth");
        var root = new ContentDictionary().Set("args", new ContentDictionary().Set("device", new ContentObject("torch.device", ["cpu"])));
        var problem = Assert.Throws<NotSupportedException>(() => TorchCheckpointWriter.Write(path, root));
        Assert.Contains("root.args.device is a torch.device", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }
}
