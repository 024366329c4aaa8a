using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>The bytes that a call must move.</summary>
/// <param name="Compulsory">Every input once and every output once: what DRAM would transfer with perfect caches.</param>
/// <param name="ThroughL2">What the forward pass moves between L2 and the multiprocessors without reuse in L1.</param>
/// <remarks>The bound behind <see cref="ThroughL2"/>: a sample reads up to four cells, each a row of HeadDim channels. Such a row
/// is a whole number of 32-byte sectors (32 float16 channels have 64 bytes, 32 float32 channels 128), and the row of the next
/// token and the same head starts Heads × HeadDim channels later, so no two cells share a sector. Hence every cell inside its
/// level costs HeadDim × size bytes of L2 reads unless it is still in the L1 cache of the multiprocessor. Locations, weights and
/// output are accessed once and cannot be reused. For the 4-scale encoder in float32 with all four cells inside, this is 22,223 ×
/// 8 × 16 × 4 × 128 bytes = 1.46 GB for cells and 57 MB for the rest. Divided by the measured L2 bandwidth it gives a time that
/// no kernel without L1 reuse can beat. Neighboring queries of a block do share cells, so a good kernel can be faster.</remarks>
internal sealed record Traffic(long Compulsory, long ThroughL2)
{
    public static Traffic Forward(CaseInputs inputs, CudaValueType type)
    {
        var (shape, size) = (inputs.Shape, ValueEncoding.Bytes(type));
        var rest = SampleBytes(shape) + (shape.OutputLength * size);
        return new((shape.ValueLength * size) + rest, (CellsInside(inputs) * shape.HeadDim * size) + rest);
    }

    /// <summary>Only compulsory bytes, because the traffic of additions depends on how the L2 cache performs them.</summary>
    public static Traffic Backward(CaseInputs inputs, CudaValueType type)
    {
        var (shape, size) = (inputs.Shape, ValueEncoding.Bytes(type));
        return new((shape.ValueLength * (size + sizeof(float))) + (2 * SampleBytes(shape)) + (shape.OutputLength * size), 0);
    }

    /// <summary>The number of cells that the samples read.</summary>
    public static long CellsInside(CaseInputs inputs)
    {
        var shape = inputs.Shape;
        var cells = 0L;
        for (var sample = 0L; sample < shape.WeightsLength; sample++)
        {
            var (height, width) = shape.Levels[(int)(sample / shape.Points % shape.Levels.Length)];
            cells += Inside(inputs.Locations[2 * sample], width) * Inside(inputs.Locations[(2 * sample) + 1], height);
        }

        return cells;
    }

    private static int Inside(float location, int size)
    {
        var low = (int)MathF.Floor((location * size) - 0.5f);
        return (low >= 0 && low < size ? 1 : 0) + (low + 1 >= 0 && low + 1 < size ? 1 : 0);
    }

    private static long SampleBytes(MsDeformAttnShape shape) => (shape.LocationsLength + shape.WeightsLength) * sizeof(float);
}
