using System.Numerics;
using Dino.Kernels;
using Dino.Kernels.Cpu;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>Calls of the CPU kernels on dense tensors of one dtype (float32 or float64).</summary>
internal static class CpuMsDeformAttnCalls
{
    private static readonly IMsDeformAttnKernel<float> s_single = CpuMsDeformAttn.Create<float>();
    private static readonly IMsDeformAttnKernel<double> s_double = CpuMsDeformAttn.Create<double>();

    /// <returns>[batch, queries, heads * headDim]; the caller owns it.</returns>
    public static Tensor Forward(MsDeformAttnShape shape, Tensor value, Tensor locations, Tensor weights)
    {
        var output = empty(shape.Batch, shape.Queries, shape.Heads * (long)shape.HeadDim, value.dtype);
        if (value.dtype == ScalarType.Float32)
        {
            Forward(s_single, shape, value, locations, weights, output);
        }
        else
        {
            Forward(s_double, shape, value, locations, weights, output);
        }

        return output;
    }

    /// <returns>Gradients by value, locations and weights; the caller owns them.</returns>
    public static (Tensor Value, Tensor Locations, Tensor Weights) Backward(MsDeformAttnShape shape, Tensor value, Tensor locations, Tensor weights, Tensor gradOutput)
    {
        var gradients = (Value: empty_like(value), Locations: empty_like(locations), Weights: empty_like(weights));
        if (value.dtype == ScalarType.Float32)
        {
            Backward(s_single, shape, value, locations, weights, gradOutput, gradients);
        }
        else
        {
            Backward(s_double, shape, value, locations, weights, gradOutput, gradients);
        }

        return gradients;
    }

    private static unsafe void Forward<T>(IMsDeformAttnKernel<T> kernel, MsDeformAttnShape shape, Tensor value, Tensor locations, Tensor weights, Tensor output)
        where T : unmanaged, INumber<T>
    {
        kernel.Forward(shape, Pointer<T>(value), Pointer<T>(locations), Pointer<T>(weights), Pointer<T>(output));
        TensorData.KeepAlive(value, locations, weights, output);
    }

    private static unsafe void Backward<T>(
        IMsDeformAttnKernel<T> kernel, MsDeformAttnShape shape, Tensor value, Tensor locations, Tensor weights, Tensor gradOutput, (Tensor Value, Tensor Locations, Tensor Weights) gradients)
        where T : unmanaged, INumber<T>
    {
        kernel.Backward(
            shape, Pointer<T>(value), Pointer<T>(locations), Pointer<T>(weights), Pointer<T>(gradOutput),
            Pointer<T>(gradients.Value), Pointer<T>(gradients.Locations), Pointer<T>(gradients.Weights));
        TensorData.KeepAlive(value, locations, weights, gradOutput, gradients.Value, gradients.Locations, gradients.Weights);
    }

    private static unsafe T* Pointer<T>(Tensor tensor)
        where T : unmanaged
        => (T*)TensorData.Pointer(tensor);
}
