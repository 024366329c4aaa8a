using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Reads a buffer many times to measure the bandwidth of the L2 cache. In every pass a block reads what blocks on other
/// multiprocessors have read before, so that nothing comes from its own L1 cache.</summary>
internal static class L2Read
{
    // A small number, so that data returns to a multiprocessor only after as many passes as there are multiprocessors.
    private const int BlocksFurtherPerPass = 7;

    /// <param name="sink">Would receive a sum that never occurs, so that the reads are not optimized away.</param>
    public static void Run(ArrayView<Floats4> source, int packets, int passes, ArrayView<float> sink)
    {
        var sum = 0f;
        for (var pass = 0; pass < passes; pass++)
        {
            var block = (Grid.IdxX + (pass * BlocksFurtherPerPass)) % Grid.DimX;
            for (var index = (block * Group.DimX) + Group.IdxX; index < packets; index += Grid.DimX * Group.DimX)
            {
                var packet = source[index];
                sum += packet.X + packet.Y + packet.Z + packet.W;
            }
        }

        if (sum == float.MaxValue)
        {
            sink[0] = sum;
        }
    }
}
