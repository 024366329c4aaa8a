using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Write_EveryTypeAndAnAlias_ReadsBackEqual()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        ScalarType[] types = [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];
        var values = arange(6, dtype: ScalarType.Float64).reshape(2, 3);
        var tensors = types.Select(type => KeyValuePair.Create(type.ToString(), values.to_type(type))).ToList();
        tensors.Add(new("transposed", values.transpose(0, 1)));
        tensors.Add(new("empty", zeros(0, 4)));
        tensors.Add(new("scalar", tensor(2.5)));
        tensors.Add(new("alias", tensors[0].Value));
        var path = folder.File("all.safetensors");

        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["note"] = "é" });

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal("é", checkpoint.Metadata["note"]);
        Assert.Equal("Bool", checkpoint.Find("alias")!.AliasOf);
        Assert.Equal(tensors.Select(pair => pair.Key).Order(), checkpoint.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var (name, tensor) in tensors)
        {
            var read = checkpoint.Find(name)!.ToTensor();
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            Assert.True(read.bytes.SequenceEqual(tensor.contiguous().bytes), name);
        }
    }
}
