using Dino.Kernels.Cuda;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>The CUDA kernels of Dino.Kernels on float32, float16 and bfloat16 tensors of a CUDA device; arithmetic is float32. Locations and weights of other precision are converted.
/// Any strides; differentiable once.</summary>
public sealed class CudaMsDeformAttnOp : IMsDeformAttnOp
{
    private readonly CudaKernels _kernels;
    private readonly bool _isDeterministic;

    /// <param name="isDeterministic">Whether the gradient by the value has the same bits in every run; slower, and takes 8 bytes of scratch memory an element of the value.</param>
    public CudaMsDeformAttnOp(bool isDeterministic = false)
        : this(CudaKernels.OfMachine, isDeterministic)
    {
    }

    internal CudaMsDeformAttnOp(CudaKernels kernels, bool isDeterministic)
        => (_kernels, _isDeterministic) = (kernels, isDeterministic);

    /// <exception cref="ArgumentException">Shapes do not agree, or the kernels do not take device, dtype or shape; the message says what was expected.</exception>
    /// <exception cref="CudaException">The driver reports an error, of this call or of an earlier one.</exception>
    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        MsDeformAttnShapes.Check(value, levels, locations, weights);
        if (_kernels.Refusal(value, levels, locations, weights) is { } refusal)
        {
            throw new ArgumentException(refusal);
        }

        _kernels.TryGet(value.device_index, out var kernels, out _);
        using var scope = NewDisposeScope();
        var call = new CudaCall(kernels!, MsDeformAttnShapes.Of(value, levels, locations), TypeOf(value), _isDeterministic);
        var (denseValue, denseLocations, denseWeights) = (value.contiguous(), locations.to(ScalarType.Float32).contiguous(), weights.to(ScalarType.Float32).contiguous());
        var needsGraph = is_grad_enabled() && (value.requires_grad || locations.requires_grad || weights.requires_grad);
        var output = needsGraph
            ? CudaMsDeformAttnFunction.apply(denseValue, denseLocations, denseWeights, call)
            : CudaMsDeformAttnCalls.Forward(call, denseValue, denseLocations, denseWeights);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Null where the kernels take the tensors, else why not.</summary>
    internal string? Refusal(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
        => _kernels.Refusal(value, levels, locations, weights);

    private static CudaValueType TypeOf(Tensor value) => value.dtype switch
    {
        ScalarType.Float16 => CudaValueType.Float16,
        ScalarType.BFloat16 => CudaValueType.BFloat16,
        _ => CudaValueType.Float32,
    };
}
