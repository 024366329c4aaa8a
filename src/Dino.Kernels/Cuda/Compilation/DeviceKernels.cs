using System.Reflection;
using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>All kernels that can be launched.</summary>
internal static class DeviceKernels
{
    /// <summary>Threads of a block of the published kernel's forward pass (CUDA_NUM_THREADS), and the most that any device takes.</summary>
    public const int Im2ColThreads = 1024;

    public const int VectorisedThreads = 256;

    private static readonly Type[] s_sums = [typeof(AtomicSums), typeof(VectorAtomicSums), typeof(FixedPointSums)];

    public static DeviceKernel FixedPointScale { get; } = Plain(typeof(FixedPointScale));

    public static DeviceKernel FixedPointToFloat { get; } = Plain(typeof(FixedPointToFloat));

    public static DeviceKernel L2Read { get; } = Plain(typeof(L2Read));

    public static DeviceKernel Forward(CudaVariant variant, CudaValueType type) => variant == CudaVariant.Vectorised
        ? Make($"vectorised-forward-{Text(type)}", typeof(VectorisedForward), VectorisedThreads, Packets(type))
        : Make($"im2col-forward-{Text(type)}", typeof(Im2ColForward), Im2ColThreads, Single(type));

    /// <param name="sums">How the gradient by the value is summed: a type that implements <see cref="IValueSums{TSelf}"/>.</param>
    public static DeviceKernel Backward(CudaVariant variant, CudaValueType type, Type sums) => variant == CudaVariant.Vectorised
        ? Make($"vectorised-backward-{Text(type)}-{Text(sums)}", typeof(VectorisedBackward), VectorisedThreads, [.. Packets(type), sums])
        : Make($"im2col-backward-{Text(type)}-{Text(sums)}", typeof(Im2ColBackward), Im2ColThreads, [.. Single(type), sums]);

    public static DeviceKernel LargestMagnitude(CudaValueType type)
        => Make($"largest-magnitude-{Text(type)}", typeof(LargestMagnitude), VectorisedThreads, Single(type));

    /// <summary>Every kernel that a device of this target can be asked to run.</summary>
    public static IEnumerable<DeviceKernel> All(CudaTarget target)
    {
        foreach (var type in Enum.GetValues<CudaValueType>())
        {
            yield return LargestMagnitude(type);
            foreach (var variant in Enum.GetValues<CudaVariant>())
            {
                yield return Forward(variant, type);
                foreach (var sums in s_sums.Where(sums => sums != typeof(VectorAtomicSums) || (target.HasVectorReductions && variant == CudaVariant.Vectorised)))
                {
                    yield return Backward(variant, type, sums);
                }
            }
        }

        yield return FixedPointScale;
        yield return FixedPointToFloat;
        yield return L2Read;
    }

    private static Type[] Single(CudaValueType type) => type switch
    {
        CudaValueType.Float32 => [typeof(Float32x1), typeof(Floats1)],
        CudaValueType.Float16 => [typeof(Float16x1), typeof(Floats1)],
        _ => [typeof(BFloat16x1), typeof(Floats1)],
    };

    private static Type[] Packets(CudaValueType type) => type switch
    {
        CudaValueType.Float32 => [typeof(Float32x4), typeof(Floats4)],
        CudaValueType.Float16 => [typeof(Float16x8), typeof(Floats8)],
        _ => [typeof(BFloat16x8), typeof(Floats8)],
    };

    private static DeviceKernel Plain(Type type) => new(type.Name, RunOf(type), VectorisedThreads);

    private static DeviceKernel Make(string name, Type type, int threads, Type[] arguments) => new(name, RunOf(type).MakeGenericMethod(arguments), threads);

    private static MethodInfo RunOf(Type type) => type.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!;

    private static string Text(CudaValueType type) => type.ToString().ToLowerInvariant();

    private static string Text(Type sums) => sums == typeof(FixedPointSums) ? "deterministic"
        : sums == typeof(VectorAtomicSums) ? "vector-atomic"
        : "atomic";
}
