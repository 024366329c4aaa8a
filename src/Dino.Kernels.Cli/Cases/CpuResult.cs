using Dino.Kernels.Cpu;

namespace Dino.Kernels.Cli.Cases;

/// <summary>Results of the CPU kernels in float64, from the same numbers that the GPU gets.</summary>
internal sealed record CpuResult(double[] Output, double[] GradValue, double[] GradLocations, double[] GradWeights)
{
    /// <param name="value">The value after rounding to the element type of the GPU.</param>
    /// <param name="gradOutput">The gradient of the output, rounded in the same way.</param>
    public static unsafe CpuResult Compute(CaseInputs inputs, double[] value, double[] gradOutput)
    {
        var shape = inputs.Shape;
        var result = new CpuResult(
            new double[shape.OutputLength],
            new double[shape.ValueLength],
            new double[shape.LocationsLength],
            new double[shape.WeightsLength]);
        var kernel = CpuMsDeformAttn.Create<double>();
        fixed (double* values = value, upstream = gradOutput)
        fixed (double* locations = Doubles(inputs.Locations), weights = Doubles(inputs.Weights))
        fixed (double* output = result.Output, gradValue = result.GradValue)
        fixed (double* gradLocations = result.GradLocations, gradWeights = result.GradWeights)
        {
            kernel.Forward(shape, values, locations, weights, output);
            kernel.Backward(shape, values, locations, weights, upstream, gradValue, gradLocations, gradWeights);
        }

        return result;
    }

    private static double[] Doubles(float[] numbers) => Array.ConvertAll(numbers, number => (double)number);
}
