using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>The SIMD kernels of Dino.Kernels on CPU tensors, float32 and float64. Any strides; differentiable once.</summary>
public sealed class CpuMsDeformAttnOp : IProjectedMsDeformAttnOp
{
    /// <exception cref="ArgumentException">Shapes do not agree, or device or dtype is another; the message says what was expected.</exception>
    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        MsDeformAttnShapes.Check(value, levels, locations, weights);
        if (!Supports(value, locations, weights))
        {
            throw new ArgumentException($"the CPU op takes float32 or float64 tensors on the CPU, all alike; got value {Describe(value)}, locations {Describe(locations)}, weights {Describe(weights)}");
        }

        using var scope = NewDisposeScope();
        var shape = MsDeformAttnShapes.Of(value, levels, locations);
        var (denseValue, denseLocations, denseWeights) = (value.contiguous(), locations.contiguous(), weights.contiguous());
        var needsGraph = is_grad_enabled() && (value.requires_grad || locations.requires_grad || weights.requires_grad);
        var output = needsGraph
            ? CpuMsDeformAttnFunction.apply(denseValue, denseLocations, denseWeights, shape)
            : CpuMsDeformAttnCalls.Forward(shape, denseValue, denseLocations, denseWeights);
        return output.MoveToOuterDisposeScope();
    }

    public bool SupportsProjected(ScalarType dtype, Device device, long headDim) => ProjectedSamplingCalls.Supports(dtype, device, headDim);

    public Tensor ApplyProjected(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references)
        => ProjectedSamplingCalls.Apply(value, levels, projected, references);

    /// <summary>Whether device and dtypes are those of the kernels.</summary>
    internal static bool Supports(Tensor value, Tensor locations, Tensor weights)
        => value.dtype is ScalarType.Float32 or ScalarType.Float64
            && locations.dtype == value.dtype && weights.dtype == value.dtype
            && value.device_type == DeviceType.CPU && locations.device_type == DeviceType.CPU && weights.device_type == DeviceType.CPU;

    private static string Describe(Tensor tensor) => $"{tensor.dtype} on {tensor.device}";
}
