using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Reads a buffer many times, to measure what the L2 cache gives. In every pass a block reads what another multiprocessor's block read in the passes before, so that nothing comes from
/// its own L1 cache.</summary>
internal static class L2Read
{
    // Few, so that a block comes back to the same multiprocessor only after as many passes as there are multiprocessors.
    private const int BlocksFurtherAPass = 7;

    /// <param name="sink">Gets a sum that never occurs, so that the reads are not optimised away.</param>
    public static void Run(ArrayView<Floats4> source, int packets, int passes, ArrayView<float> sink)
    {
        var sum = 0f;
        for (var pass = 0; pass < passes; pass++)
        {
            var block = (Grid.IdxX + (pass * BlocksFurtherAPass)) % Grid.DimX;
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
