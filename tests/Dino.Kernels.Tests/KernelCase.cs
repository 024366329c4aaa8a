using System.Numerics;
using Dino.Core;
using Dino.TestUtilities;

namespace Dino.Kernels.Tests;

/// <summary>Inputs of a kernel, and methods that run it on them.</summary>
internal sealed record KernelCase<T>(MsDeformAttnShape Shape, T[] Value, T[] Locations, T[] Weights, T[] GradOutput)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Locations in [-0.3, 1.3): about half of the points lie outside or on the border of small levels.</summary>
    public static KernelCase<T> Draw(MsDeformAttnShape shape, long seed = 1)
    {
        return new(
            shape,
            Fill("value", shape.ValueLength, -1, 1),
            Fill("locations", shape.LocationsLength, -0.3, 1.3),
            Fill("weights", shape.WeightsLength, 0, 1),
            Fill("gradOutput", shape.OutputLength, -1, 1));

        T[] Fill(string name, long length, double low, double high)
        {
            var stream = new SplitMix64(seed, name);
            return [.. Enumerable.Range(0, (int)length).Select(_ => T.CreateChecked(stream.NextDouble(low, high)))];
        }
    }

    public static KernelCase<T> From(MsDeformAttnFixture fixture)
    {
        var locations = fixture.Shape("sampling_locations");
        var shape = new MsDeformAttnShape(
            batch: (int)locations[0],
            queries: (int)locations[1],
            heads: (int)locations[2],
            headDim: (int)fixture.Shape("value")[3],
            points: (int)locations[4],
            fixture.Levels);
        return new(shape, Convert("value"), Convert("sampling_locations"), Convert("attention_weights"), Convert("grad_output"));

        T[] Convert(string tensor) => [.. fixture.Data(tensor).Select(T.CreateChecked)];
    }

    public unsafe T[] Forward(IMsDeformAttnKernel<T> kernel)
    {
        var output = Garbage(Shape.OutputLength);
        fixed (T* value = Value, locations = Locations, weights = Weights, outputPointer = output)
        {
            kernel.Forward(Shape, value, locations, weights, outputPointer);
        }

        return output;
    }

    public unsafe KernelGradients<T> Backward(IMsDeformAttnKernel<T> kernel)
    {
        var gradients = new KernelGradients<T>(
            Garbage(Shape.ValueLength), Garbage(Shape.LocationsLength), Garbage(Shape.WeightsLength));
        fixed (T* value = Value, locations = Locations, weights = Weights, gradOutput = GradOutput)
        fixed (T* gradValue = gradients.Value, gradLocations = gradients.Locations, gradWeights = gradients.Weights)
        {
            kernel.Backward(Shape, value, locations, weights, gradOutput, gradValue, gradLocations, gradWeights);
        }

        return gradients;
    }

    // Kernels must overwrite everything. NaN shows what they do not.
    private static T[] Garbage(long length)
    {
        var array = new T[length];
        Array.Fill(array, T.NaN);
        return array;
    }
}

/// <summary>The results of a backward pass.</summary>
internal sealed record KernelGradients<T>(T[] Value, T[] Locations, T[] Weights);
