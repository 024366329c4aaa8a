using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Fixed-point sums as float32.</summary>
internal static class FixedPointToFloat
{
    public static void Run(FixedPointSums sums, ArrayView<float> values)
    {
        var unit = 1 / sums.Scale[0];
        for (var index = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; index < values.Length; index += (long)Grid.DimX * Group.DimX)
        {
            values[index] = (float)(sums.Units[index] * unit);
        }
    }
}
