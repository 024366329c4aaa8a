using Dino.TestUtilities;
using TorchSharp;

namespace Dino.Checkpoints.Tests.Hostile;

/// <summary>Checkpoints with random damage; longer with DINO_FUZZ_SECONDS.</summary>
public sealed class DamagedCheckpointTests
{
    [Theory]
    [InlineData("checkpoint_zip.pth")]
    [InlineData("checkpoint_legacy.pth")]
    [InlineData("expected.safetensors")]
    public void Open_DamagedFile_GivesTensorsOrAClearError(string name)
        => Assert.True(Fuzz.Run(File.ReadAllBytes(PthFixture.Path(name)), Read) > 0);

    /// <summary>The directory lies at the end; a file's beginning is mostly numbers, where damage changes little.</summary>
    [Fact]
    public void Open_DamagedZipDirectory_GivesTensorsOrAClearError()
    {
        var file = File.ReadAllBytes(PthFixture.Path("checkpoint_zip.pth"));
        var directory = file.AsSpan().IndexOf("PK\u0001\u0002"u8);
        Assert.True(Fuzz.Run(file, Read, from: directory) > 0);
    }

    [Theory]
    [InlineData("expected.safetensors")]
    public void Open_DamagedHeader_GivesTensorsOrAClearError(string name)
    {
        var file = File.ReadAllBytes(PthFixture.Path(name));
        var header = (int)BitConverter.ToInt64(file) + sizeof(long);
        // Sizes stay right: what is damaged is the JSON.
        Assert.True(Fuzz.Run(file[..header], path => Read(Whole(path, file.AsSpan(header)))) > 0);
    }

    private static string Whole(string path, ReadOnlySpan<byte> data)
    {
        using var stream = new FileStream(path, FileMode.Append);
        stream.Write(data);
        return path;
    }

    private static void Read(string path)
    {
        using var scope = torch.NewDisposeScope();
        using var checkpoint = Checkpoint.Open(path);
        foreach (var tensor in checkpoint.Tensors)
        {
            tensor.ToTensor();
        }
    }
}
