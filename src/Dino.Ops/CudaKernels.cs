using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Dino.Kernels.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>The CUDA kernels of each device, opened when first asked for.</summary>
/// <param name="deviceType">Of the tensors whose memory the kernels work on.</param>
/// <param name="open">Opens a device by its number: the device, or the reason why not.</param>
internal sealed class CudaKernels(DeviceType deviceType, Func<int, (CudaDevice? Device, string? Reason)> open)
{
    private readonly ConcurrentDictionary<int, (CudaMsDeformAttn? Kernels, string? Reason)> _devices = [];

    public static CudaKernels OfMachine { get; } = new(
        DeviceType.CUDA,
        number => CudaDevice.TryOpen(number, out var device, out var reason) ? (device, null) : (null, reason));

    public DeviceType DeviceType => deviceType;

    public bool TryGet(int device, [NotNullWhen(true)] out CudaMsDeformAttn? kernels, [NotNullWhen(false)] out string? reason)
    {
        (kernels, reason) = _devices.GetOrAdd(Math.Max(0, device), Open);
        return reason is null;
    }

    /// <summary>Null where the kernels take the tensors, else why not. Shapes have been checked.</summary>
    public string? Refusal(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        if (!IsTaken(value) || !IsTaken(locations) || !IsTaken(weights))
        {
            return $"the CUDA op takes float32, float16 or bfloat16 tensors on a CUDA device; got value {Describe(value)}, locations {Describe(locations)}, weights {Describe(weights)}";
        }

        return TryGet(value.device_index, out var kernels, out var reason) ? kernels.Refusal(MsDeformAttnShapes.Of(value, levels, locations)) : reason;
    }

    private (CudaMsDeformAttn? Kernels, string? Reason) Open(int number)
    {
        var (device, reason) = open(number);
        return (device is null ? null : new CudaMsDeformAttn(device), reason);
    }

    private static string Describe(Tensor tensor) => $"{tensor.dtype} on {tensor.device}";

    private bool IsTaken(Tensor tensor)
        => tensor.device_type == deviceType && tensor.dtype is (ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16);
}
