using System.Numerics;

namespace Dino.Kernels.Scalar;

/// <summary>Plain loops over elements: the obvious implementation, which the fast ones are checked against.</summary>
public sealed unsafe class ScalarMsDeformAttn<T> : IMsDeformAttnKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Forward(MsDeformAttnShape shape, T* value, T* locations, T* weights, T* output)
    {
        KernelBuffers.RequireInputs(shape, value, locations, weights);
        KernelBuffers.Require(output, shape.OutputLength, nameof(output));
        new Span<T>(output, checked((int)shape.OutputLength)).Clear();
        foreach (var sample in Sample<T>.All(shape))
        {
            foreach (var corner in sample.Corners(locations))
            {
                for (var channel = 0; channel < shape.HeadDim; channel++)
                {
                    output[sample.OutputRow + channel]
                        += weights[sample.Index] * corner.Weight * value[corner.ValueRow + channel];
                }
            }
        }
    }

    public void Backward(
        MsDeformAttnShape shape,
        T* value,
        T* locations,
        T* weights,
        T* gradOutput,
        T* gradValue,
        T* gradLocations,
        T* gradWeights)
    {
        KernelBuffers.RequireInputs(shape, value, locations, weights);
        KernelBuffers.RequireGradients(shape, gradOutput, gradValue, gradLocations, gradWeights);
        new Span<T>(gradValue, checked((int)shape.ValueLength)).Clear();
        new Span<T>(gradLocations, checked((int)shape.LocationsLength)).Clear();
        new Span<T>(gradWeights, checked((int)shape.WeightsLength)).Clear();
        foreach (var sample in Sample<T>.All(shape))
        {
            foreach (var corner in sample.Corners(locations))
            {
                var weight = weights[sample.Index];
                for (var channel = 0; channel < shape.HeadDim; channel++)
                {
                    var upstream = gradOutput[sample.OutputRow + channel];
                    var product = upstream * value[corner.ValueRow + channel];
                    gradValue[corner.ValueRow + channel] += weight * corner.Weight * upstream;
                    gradWeights[sample.Index] += corner.Weight * product;
                    gradLocations[2 * sample.Index] += weight * corner.SlopeX * product;
                    gradLocations[(2 * sample.Index) + 1] += weight * corner.SlopeY * product;
                }
            }
        }
    }
}
