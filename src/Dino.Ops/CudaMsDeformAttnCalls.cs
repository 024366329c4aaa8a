using Dino.Kernels;
using Dino.Kernels.Cuda;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>Calls of the CUDA kernels on dense tensors: value in its own dtype, locations and weights in float32. Torch works on stream 0 as the kernels do, so neither waits for the other,
/// and memory that torch frees meanwhile is not used again before them.</summary>
internal static class CudaMsDeformAttnCalls
{
    /// <returns>[batch, queries, heads * headDim] of the value's dtype; the caller owns it.</returns>
    public static Tensor Forward(CudaCall call, Tensor value, Tensor locations, Tensor weights)
    {
        var output = empty(call.Shape.Batch, call.Shape.Queries, call.Shape.Heads * (long)call.Shape.HeadDim, value.dtype, value.device);
        call.Kernels.Forward(call.Shape, call.Type, Inputs(value, locations, weights), TensorData.Pointer(output));
        TensorData.KeepAlive(value, locations, weights, output);
        return output;
    }

    /// <param name="gradOutput">Dense, of the value's dtype.</param>
    /// <returns>Gradients by value (of its dtype), locations and weights (float32); the caller owns them.</returns>
    public static (Tensor Value, Tensor Locations, Tensor Weights) Backward(CudaCall call, Tensor value, Tensor locations, Tensor weights, Tensor gradOutput)
    {
        var sums = empty(value.shape, ScalarType.Float32, value.device);
        var (gradLocations, gradWeights) = (empty_like(locations), empty_like(weights));
        var gradients = new CudaGradients(TensorData.Pointer(sums), TensorData.Pointer(gradLocations), TensorData.Pointer(gradWeights));
        if (call.IsDeterministic)
        {
            using var workspace = empty(CudaMsDeformAttn.WorkspaceBytes(call.Shape), ScalarType.Int8, value.device);
            call.Kernels.BackwardDeterministic(call.Shape, call.Type, Inputs(value, locations, weights), TensorData.Pointer(gradOutput), gradients, TensorData.Pointer(workspace));
            TensorData.KeepAlive(workspace);
        }
        else
        {
            call.Kernels.Backward(call.Shape, call.Type, Inputs(value, locations, weights), TensorData.Pointer(gradOutput), gradients);
        }

        TensorData.KeepAlive(value, locations, weights, gradOutput, gradLocations, gradWeights);
        if (value.dtype == ScalarType.Float32)
        {
            return (sums, gradLocations, gradWeights);
        }

        using (sums)
        {
            return (sums.to(value.dtype), gradLocations, gradWeights);
        }
    }

    private static CudaInputs Inputs(Tensor value, Tensor locations, Tensor weights)
        => new(TensorData.Pointer(value), TensorData.Pointer(locations), TensorData.Pointer(weights));
}

/// <summary>What a forward and a backward pass share besides tensors.</summary>
internal sealed record CudaCall(CudaMsDeformAttn Kernels, MsDeformAttnShape Shape, CudaValueType Type, bool IsDeterministic);
