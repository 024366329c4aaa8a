using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests.Hostile;

/// <summary>Every truncation and every damaged byte of real files ends in values or in one clear error, never in another exception.</summary>
public sealed class DamagedFileTests
{
    // Coprime to the sizes of every field, so that each kind of field is hit somewhere; all positions would take minutes.
    private const int Stride = 7;

    public static TheoryData<string> Names => ["checkpoint_zip.pth", "checkpoint_legacy.pth", "expected.safetensors"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_FileCutAnywhere_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(PthFixture.Path(name));
        for (var length = 0; length < bytes.Length; length += Stride)
        {
            var path = folder.Write("cut", bytes.AsSpan(0, length));
            Assert.Throws<BadInputException>(() => Checkpoint.Open(path));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_AnyByteChanged_GivesTensorsOrAClearError(string name)
    {
        using var folder = new TemporaryFolder();
        var original = File.ReadAllBytes(PthFixture.Path(name));
        for (var position = 0; position < original.Length; position += Stride)
        {
            foreach (var mask in (byte[])[0xff, 0x01])
            {
                var bytes = (byte[])original.Clone();
                bytes[position] ^= mask;
                var path = folder.Write("damaged", bytes);
                try
                {
                    using var checkpoint = Checkpoint.Open(path);
                    Assert.NotEmpty(checkpoint.Tensors);
                }
                catch (BadInputException)
                {
                    // The other permitted outcome.
                }
            }
        }
    }

    [Fact]
    public void RequireIntact_AnyBitOfAZipFlipped_IsRefusedOrChangesNoTensor()
    {
        using var folder = new TemporaryFolder();
        var original = File.ReadAllBytes(PthFixture.Path("checkpoint_zip.pth"));
        var expected = Tensors(folder.Write("intact", original));
        var refused = 0;
        for (var position = 0; position < original.Length; position += Stride)
        {
            var bytes = (byte[])original.Clone();
            bytes[position] ^= (byte)(1 << (position % 8));
            var path = folder.Write("damaged", bytes);
            try
            {
                Assert.Equal(expected, Tensors(path));
            }
            catch (BadInputException)
            {
                refused++;
            }
        }

        Assert.NotEqual(0, refused);
    }

    private static List<(string Name, string Bytes)> Tensors(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        checkpoint.RequireIntact();
        using var scope = NewDisposeScope();
        return [.. checkpoint.Tensors.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Stored.ToTensor().bytes)))];
    }
}
