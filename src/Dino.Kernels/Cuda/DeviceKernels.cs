using System.Collections.Frozen;
using System.Reflection;
using Dino.Kernels.Cuda.Compilation;
using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Cuda;

/// <summary>All kernels that can be launched.</summary>
internal static class DeviceKernels
{
    /// <summary>Threads per block of the published forward pass (CUDA_NUM_THREADS), which is also the limit of every
    /// device.</summary>
    public const int Im2ColThreads = 1024;

    public const int VectorisedThreads = 256;

    private static readonly Type[] s_sums = [typeof(AtomicSums), typeof(VectorAtomicSums), typeof(FixedPointSums)];

    // Created once, because reflection would take longer per launch than the driver.
    private static readonly FrozenDictionary<(CudaVariant Variant, CudaValueType Type), DeviceKernel> s_forward
        = (from variant in Enum.GetValues<CudaVariant>()
           from type in Enum.GetValues<CudaValueType>()
           select (variant, type)).ToFrozenDictionary(key => key, key => CreateForward(key.variant, key.type));

    private static readonly FrozenDictionary<(CudaVariant Variant, CudaValueType Type, Type Sums), DeviceKernel> s_backward
        = (from key in s_forward.Keys
           from sums in s_sums
           select (key.Variant, key.Type, sums)).ToFrozenDictionary(
               key => key, key => CreateBackward(key.Variant, key.Type, key.sums));

    private static readonly FrozenDictionary<CudaValueType, DeviceKernel> s_largestMagnitude
        = Enum.GetValues<CudaValueType>().ToFrozenDictionary(
            type => type,
            type => Create($"largest-magnitude-{Text(type)}", typeof(LargestMagnitude), VectorisedThreads, Single(type)));

    public static DeviceKernel FixedPointScale { get; } = Create(typeof(FixedPointScale));

    public static DeviceKernel FixedPointToFloat { get; } = Create(typeof(FixedPointToFloat));

    public static DeviceKernel L2Read { get; } = Create(typeof(L2Read));

    public static DeviceKernel Forward(CudaVariant variant, CudaValueType type) => s_forward[(variant, type)];

    /// <param name="sums">How the gradient of the value is summed: a type that implements
    /// <see cref="IValueSums{TSelf}"/>.</param>
    public static DeviceKernel Backward(CudaVariant variant, CudaValueType type, Type sums) => s_backward[(variant, type, sums)];

    public static DeviceKernel LargestMagnitude(CudaValueType type) => s_largestMagnitude[type];

    /// <summary>Every kernel that may run on a device with this target.</summary>
    public static IEnumerable<DeviceKernel> All(CudaTarget target)
    {
        foreach (var type in Enum.GetValues<CudaValueType>())
        {
            yield return LargestMagnitude(type);
            foreach (var variant in Enum.GetValues<CudaVariant>())
            {
                yield return Forward(variant, type);
                var addsVectors = target.HasVectorReductions && variant == CudaVariant.Vectorised;
                foreach (var sums in s_sums.Where(sums => sums != typeof(VectorAtomicSums) || addsVectors))
                {
                    yield return Backward(variant, type, sums);
                }
            }
        }

        yield return FixedPointScale;
        yield return FixedPointToFloat;
        yield return L2Read;
    }

    private static DeviceKernel CreateForward(CudaVariant variant, CudaValueType type)
        => variant == CudaVariant.Vectorised
            ? Create($"vectorised-forward-{Text(type)}", typeof(VectorisedForward), VectorisedThreads, Packets(type))
            : Create($"im2col-forward-{Text(type)}", typeof(Im2ColForward), Im2ColThreads, Single(type));

    private static DeviceKernel CreateBackward(CudaVariant variant, CudaValueType type, Type sums)
    {
        var name = $"backward-{Text(type)}-{Text(sums)}";
        return variant == CudaVariant.Vectorised
            ? Create($"vectorised-{name}", typeof(VectorisedBackward), VectorisedThreads, [.. Packets(type), sums])
            : Create($"im2col-{name}", typeof(Im2ColBackward), Im2ColThreads, [.. Single(type), sums]);
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

    private static DeviceKernel Create(Type type) => new(type.Name, FindRun(type), VectorisedThreads);

    private static DeviceKernel Create(string name, Type type, int threads, Type[] arguments)
        => new(name, FindRun(type).MakeGenericMethod(arguments), threads);

    private static MethodInfo FindRun(Type type) => type.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!;

    private static string Text(CudaValueType type) => type.ToString().ToLowerInvariant();

    private static string Text(Type sums) => sums == typeof(FixedPointSums) ? "deterministic"
        : sums == typeof(VectorAtomicSums) ? "vector-atomic"
        : "atomic";
}
