using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dino.TestUtilities;

/// <summary>Inputs, output and gradients of the deformable-attention op as the Python reference computed them in float64 (tests/Fixtures/dino/msda_*.safetensors).</summary>
public sealed class MsDeformAttnFixture
{
    private readonly Dictionary<string, (long[] Shape, double[] Data)> _tensors = [];

    private MsDeformAttnFixture(string path)
    {
        var file = File.ReadAllBytes(path);
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var range = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32() + 8 + headerLength).ToArray();
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            _tensors.Add(entry.Name, (shape, MemoryMarshal.Cast<byte, double>(file.AsSpan(range[0]..range[1])).ToArray()));
        }

        var sizes = header.RootElement.GetProperty("__metadata__").GetProperty("spatial_shapes_hw").GetString()!;
        Levels = [.. JsonSerializer.Deserialize<int[][]>(sizes)!.Select(size => (size[0], size[1]))];
    }

    public static IReadOnlyList<string> Names { get; } = ["msda_dino", "msda_odd", "msda_small"];

    public IReadOnlyList<(int Height, int Width)> Levels { get; }

    /// <summary>Opens tests/Fixtures/dino/{name}.safetensors.</summary>
    public static MsDeformAttnFixture Open(string name) => new(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", name + ".safetensors"));

    /// <summary>value, sampling_locations, attention_weights, output, grad_output, grad_value, grad_sampling_locations or grad_attention_weights.</summary>
    public double[] Data(string tensor) => _tensors[tensor].Data;

    public long[] Shape(string tensor) => _tensors[tensor].Shape;
}
