using Dino.Checkpoints.Content;
using Dino.Core;
using Dino.TestUtilities;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

public sealed class CheckpointTests
{
    [Theory]
    [InlineData("checkpoint_zip.pth", CheckpointFormat.TorchZip)]
    [InlineData("checkpoint_legacy.pth", CheckpointFormat.TorchLegacy)]
    [InlineData("bare_state_dict.pth", CheckpointFormat.TorchZip)]
    [InlineData("mmdet_like.pth", CheckpointFormat.TorchZip)]
    public void Open_FileOfTorchSave_HasTheValuesPythonWrote(string name, CheckpointFormat format)
    {
        using var scope = NewDisposeScope();
        using var expected = Checkpoint.Open(PthFixture.Path("expected.safetensors"));
        using var actual = Checkpoint.Open(PthFixture.Path(name));

        Assert.Equal(format, actual.Format);
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Name), actual.Tensors.Select(tensor => tensor.Name));
        foreach (var tensor in actual.Tensors)
        {
            var reference = expected.Find(tensor.Name)!;
            var values = tensor.ToTensor();
            // The fixture stores 0-dimensional tensors with shape [1] and 16-bit floats widened; both widenings are exact.
            Assert.Equal(reference.Shape, tensor.Shape.Length == 0 ? [1] : tensor.Shape);
            Assert.True(values.to_type(reference.DType).contiguous().bytes.SequenceEqual(reference.ToTensor().bytes), tensor.Name);
        }
    }

    [Fact]
    public void Open_SafetensorsWhoseLengthStartsLikePickle_IsSafetensors()
    {
        // Its header has 0x480 bytes, so the file starts with 0x80 0x04: pickle's protocol 4.
        using var checkpoint = Checkpoint.Open(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", "cdn_crowd.safetensors"));

        Assert.Equal(CheckpointFormat.Safetensors, checkpoint.Format);
        Assert.Equal("cdn", checkpoint.Metadata["kind"]);
    }

    [Fact]
    public void Tensors_OfTheZipFixture_KeepTypesAndAliases()
    {
        using var checkpoint = Checkpoint.Open(PthFixture.Path("checkpoint_zip.pth"));
        Assert.Equal(ScalarType.Float16, checkpoint.Find("half")!.DType);
        Assert.Equal(ScalarType.BFloat16, checkpoint.Find("bf16")!.DType);
        Assert.Equal(ScalarType.Bool, checkpoint.Find("bool")!.DType);
        Assert.Empty(checkpoint.Find("scalar")!.Shape);
        Assert.Equal([0L, 4L], checkpoint.Find("empty")!.Shape);
        Assert.Equal("class_embed.0.weight", checkpoint.Find("class_embed.1.weight")!.AliasOf);
        Assert.Equal(["class_embed.1.weight"], checkpoint.Tensors.Where(tensor => tensor.AliasOf is not null).Select(tensor => tensor.Name));
    }

    [Theory]
    [InlineData("checkpoint_zip.pth")]
    [InlineData("checkpoint_legacy.pth")]
    public void Root_OfAReferenceCheckpoint_HasEpochArgumentsAndOptimizerAsData(string name)
    {
        using var checkpoint = Checkpoint.Open(PthFixture.Path(name));
        Assert.Equal("11", checkpoint.Metadata["epoch"]);

        var arguments = Assert.IsType<ContentObject>(checkpoint.Root!["args"]);
        Assert.Equal("argparse.Namespace", arguments.ClassName);
        Assert.Equal(91L, Assert.IsType<ContentDictionary>(arguments.State)["num_classes"]);

        var state = Assert.IsType<ContentDictionary>(Assert.IsType<ContentDictionary>(checkpoint.Root["optimizer"])["state"]);
        Assert.Equal([0L, 1L], state.Entries.Select(entry => entry.Key));
        Assert.IsType<StoredTensor>(Assert.IsType<ContentDictionary>(state.Entries[0].Value)["exp_avg"]);
    }

    [Theory]
    [InlineData("hostile_os_system.pth", "posix.system")]
    [InlineData("truncated.pth", "truncated")]
    [InlineData("not_a_checkpoint.pth", "web page")]
    public void Open_FileThatMustBeRefused_SaysWhyInOneLine(string name, string reason)
    {
        var path = PthFixture.Path(name);
        var problem = Assert.Throws<BadInputException>(() => Checkpoint.Open(path));
        Assert.StartsWith(path, problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.False(File.Exists("dino-pth-was-executed"));
    }

    [Fact]
    public void ToTensor_InADisposeScope_LeavesOneTensor()
    {
        using var checkpoint = Checkpoint.Open(PthFixture.Path("checkpoint_zip.pth"));
        using (NewDisposeScope())
        {
            var before = Tensor.TotalCount;
            foreach (var tensor in checkpoint.Tensors)
            {
                tensor.ToTensor();
            }

            Assert.Equal(before + checkpoint.Tensors.Count, Tensor.TotalCount);
        }
    }
}
