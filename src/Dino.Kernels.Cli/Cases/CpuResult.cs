using Dino.Kernels.Cpu;

namespace Dino.Kernels.Cli.Cases;

/// <summary>What the CPU kernels compute in float64 from the numbers that the GPU gets.</summary>
internal sealed record CpuResult(double[] Output, double[] GradValue, double[] GradLocations, double[] GradWeights)
{
    /// <param name="value">As rounded to the GPU's element type.</param>
    /// <param name="gradOutput">The same.</param>
    public static unsafe CpuResult Of(CaseInputs inputs, double[] value, double[] gradOutput)
    {
        var shape = inputs.Shape;
        var result = new CpuResult(new double[shape.OutputLength], new double[shape.ValueLength], new double[shape.LocationsLength], new double[shape.WeightsLength]);
        var kernel = CpuMsDeformAttn.Create<double>();
        fixed (double* values = value, locations = Doubles(inputs.Locations), weights = Doubles(inputs.Weights), upstream = gradOutput)
        fixed (double* output = result.Output, gradValue = result.GradValue, gradLocations = result.GradLocations, gradWeights = result.GradWeights)
        {
            kernel.Forward(shape, values, locations, weights, output);
            kernel.Backward(shape, values, locations, weights, upstream, gradValue, gradLocations, gradWeights);
        }

        return result;
    }

    private static double[] Doubles(float[] numbers) => Array.ConvertAll(numbers, number => (double)number);
}
