using Dino.Core;
using Dino.TestUtilities;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

public sealed class ContentChecksumTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Open_AFileOfOurs_HasTheChecksumThatWriteReturned()
    {
        var path = Written(out var checksum);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(checksum, checkpoint.Checksum);
        Assert.DoesNotContain("content_sha256", checkpoint.Metadata.Keys);
        checkpoint.RequireChecksum();
    }

    [Fact]
    public void Write_SameContentInAnotherOrder_HasTheSameChecksum()
    {
        var (a, b) = (ones(3), zeros(2, int64));
        var metadata = new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" };
        var first = SafetensorsWriter.Write(_folder.File("1"), [new("a", a), new("b", b)], metadata);
        Assert.Equal(first, SafetensorsWriter.Write(_folder.File("2"), [new("b", b), new("a", a.clone())], metadata));
        Assert.NotEqual(first, SafetensorsWriter.Write(_folder.File("3"), [new("a", b), new("b", a)], metadata));
        Assert.NotEqual(first, SafetensorsWriter.Write(_folder.File("4"), [new("a", a.view(3, 1)), new("b", b)], metadata));
        foreach (var (x, y) in new[] { ("1", "3"), ("12", ""), ("", "12") })
        {
            var other = new Dictionary<string, string> { ["x"] = x, ["y"] = y };
            Assert.NotEqual(first, SafetensorsWriter.Write(_folder.File("5"), [new("a", a), new("b", b)], other));
        }
    }

    [Fact]
    public void RequireChecksum_AnyByteOfAnyTensorChanged_IsRefused()
    {
        var path = Written(out _);
        var good = File.ReadAllBytes(path);
        var start = sizeof(ulong) + (int)BitConverter.ToUInt64(good);
        for (var at = start; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 1;
            File.WriteAllBytes(path, bad);
            using var checkpoint = Checkpoint.Open(path);
            var problem = Assert.Throws<BadInputException>(checkpoint.RequireChecksum);
            Assert.StartsWith($"{path}: damaged", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_ADamagedFile_LeavesTheModelAlone()
    {
        var path = Written(out _);
        SafetensorsDamage.FlipBit(path, "a");
        var model = full(3, 7f);
        using var checkpoint = Checkpoint.Open(path);
        var options = new LoadOptions { Strict = false };
        Assert.Throws<BadInputException>(() => StateDictLoader.Load([new("a", model)], checkpoint, options));
        Assert.Equal([7f, 7f, 7f], model.data<float>().ToArray());
    }

    [Fact]
    public void Load_AFileWhoseChecksumWasTakenOut_IsTakenAsItIs()
    {
        var path = Written(out _);
        SafetensorsDamage.SetFirst(path, "head", 7);
        SafetensorsDamage.EditMetadata(path, metadata => metadata.Remove("content_sha256"));
        using var checkpoint = Checkpoint.Open(path);
        Assert.Null(checkpoint.Checksum);
        StateDictLoader.Load([new("a", zeros(3))], checkpoint, new LoadOptions { Strict = false });
    }

    private string Written(out string checksum)
    {
        var path = _folder.File("weights.safetensors");
        var shared = arange(4, float32);
        checksum = SafetensorsWriter.Write(
            path,
            [new("a", ones(3)), new("empty", zeros(0)), new("n", arange(2, int64)), new("head", shared), new("alias", shared)],
            new Dictionary<string, string> { ["epoch"] = "3" });
        return path;
    }
}
