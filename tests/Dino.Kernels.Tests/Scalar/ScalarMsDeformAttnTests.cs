using Dino.Kernels.Scalar;

namespace Dino.Kernels.Tests.Scalar;

public sealed class ScalarMsDeformAttnTests
{
    private const double Step = 1e-6;

    // Central differences have an error of Step^2 times the third derivative, and rounding of about 1e-15 / Step. The derivative
    // is 0 here, because the op is linear in value and weights and bilinear in locations within a cell.
    private const double Bound = 1e-7;

    [Fact]
    public void Backward_AgainstFiniteDifferences_Agrees()
    {
        var inputs = KernelCase<double>.Draw(new(2, 3, 2, 3, 2, [(4, 3), (2, 2)]));
        var kernel = new ScalarMsDeformAttn<double>();
        var gradients = inputs.Backward(kernel);
        Close.Require(Differences(inputs, inputs.Value), gradients.Value, Bound, "gradValue");
        Close.Require(Differences(inputs, inputs.Locations), gradients.Locations, Bound, "gradLocations");
        Close.Require(Differences(inputs, inputs.Weights), gradients.Weights, Bound, "gradWeights");
    }

    private static double[] Differences(KernelCase<double> inputs, double[] variable)
    {
        var differences = new double[variable.Length];
        for (var index = 0; index < variable.Length; index++)
        {
            var original = variable[index];
            variable[index] = original + Step;
            var above = Objective(inputs);
            variable[index] = original - Step;
            var below = Objective(inputs);
            variable[index] = original;
            differences[index] = (above - below) / (2 * Step);
        }

        return differences;
    }

    private static double Objective(KernelCase<double> inputs)
        => inputs.Forward(new ScalarMsDeformAttn<double>()).Zip(inputs.GradOutput, (output, upstream) => output * upstream).Sum();
}
