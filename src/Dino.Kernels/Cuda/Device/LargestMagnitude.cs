using ILGPU;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The largest magnitude of a buffer, a maximum of integers and so the same in every order; NaN counts as the largest.</summary>
internal static class LargestMagnitude
{
    /// <param name="bits">Starts at 0; element <paramref name="target"/> gets the magnitude's bits.</param>
    public static void Run<TChannels, TFloats>(ArrayView<TChannels> channels, ArrayView<int> bits, int target, int count)
        where TChannels : unmanaged, IChannels<TChannels, TFloats>
        where TFloats : unmanaged, IFloats<TFloats>
    {
        var largest = 0f;
        for (var index = (Grid.IdxX * Group.DimX) + Group.IdxX; index < count; index += Grid.DimX * Group.DimX)
        {
            largest = Magnitude.Larger(largest, TFloats.LargestMagnitude(TChannels.Widen(channels[index])));
        }

        Atomic.Max(ref bits[target], Magnitude.Bits(largest));
    }
}
