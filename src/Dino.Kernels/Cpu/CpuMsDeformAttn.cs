using System.Numerics;
using System.Runtime.Intrinsics;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu;

/// <summary>Creates kernels for the CPU. Their results do not depend on the number of threads.</summary>
/// <remarks>A value that is not finite may spread to queries that do not sample its cell. Locations that are not finite sample
/// nothing.</remarks>
public static class CpuMsDeformAttn
{
    /// <summary>The widest vectors that this processor has.</summary>
    public static SimdWidth WidestInHardware => Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
        : SimdWidth.Bits128;

    /// <summary>Creates a kernel with the widest vectors that runs on all processors.</summary>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static IMsDeformAttnKernel<T> Create<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Create<T>(WidestInHardware, Environment.ProcessorCount);

    /// <param name="threads">The most threads that a call uses, at least 1.</param>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static IMsDeformAttnKernel<T> Create<T>(SimdWidth width, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"the CPU kernels compute in float and double; asked for {typeof(T).Name}");
        }

        return width switch
        {
            SimdWidth.Bits512 => new CpuKernel<T, Vector512<T>, Simd512<T>>(threads),
            SimdWidth.Bits256 => new CpuKernel<T, Vector256<T>, Simd256<T>>(threads),
            SimdWidth.Bits128 => new CpuKernel<T, Vector128<T>, Simd128<T>>(threads),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "expected 128, 256 or 512 bits"),
        };
    }
}

/// <summary>The vector width of a CPU kernel in bits. Every width works on every machine, but one that the hardware lacks is
/// slow.</summary>
public enum SimdWidth
{
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}
