using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cli.Measuring;
using Dino.Kernels.Cpu;
using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Tests;

public sealed class CaseTests
{
    public static TheoryData<string> ShapeNames => [.. DinoShapes.All.Select(shape => shape.Name)];

    [Fact]
    public void Shapes_AreThoseOfTheModel()
    {
        Assert.Equal([22_223, 900, 22_223, 900, 89_023, 900], DinoShapes.All.Select(shape => shape.Shape.Queries));
        Assert.All(
            DinoShapes.All,
            shape => Assert.Equal((8, 32, 4), (shape.Shape.Heads, shape.Shape.HeadDim, shape.Shape.Points)));
    }

    [Fact]
    public void Inputs_SampleMostlyInsideOffTheEdges_AndWeightsSumToOne()
    {
        var inputs = CaseInputs.Draw(DinoShapes.Encoder("test", 1, [(20, 30), (10, 15)]));
        var inside = inputs.Locations.Count(location => location is >= 0 and <= 1) / (double)inputs.Locations.Length;
        Assert.InRange(inside, 0.7, 0.99);
        for (var index = 0; index < inputs.Locations.Length; index++)
        {
            var (height, width) = inputs.Shape.Levels[index / 8 % 2];
            var position = (inputs.Locations[index] * (index % 2 == 0 ? width : height)) - 0.5;
            Assert.InRange(position - Math.Floor(position), 0.01, 0.99);
        }

        var rows = inputs.Shape.WeightsLength / inputs.Shape.SamplesPerHead;
        Assert.Equal(rows, inputs.Weights.Sum(weight => (double)weight), 1e-3);
    }

    [Fact]
    public void Traffic_CountsTheCellsThatSamplesRead()
    {
        // One sample in the center of a 2x2 level (4 cells), one near its corner (1 cell), and one outside.
        var shape = new MsDeformAttnShape(1, 3, 1, 8, 1, [(2, 2)]);
        var inputs = new CaseInputs(shape, new float[32], [0.5f, 0.5f, 0.01f, 0.01f, 5f, 0.5f], new float[3], new float[24]);
        Assert.Equal(5, Traffic.CellsInside(inputs));
        var samples = 3 * 3 * 4;
        var expected = new Traffic((32 * 4) + samples + (24 * 4), (5 * 8 * 4) + samples + (24 * 4));
        Assert.Equal(expected, Traffic.Forward(inputs, CudaValueType.Float32));
        Assert.Equal((32 * (2 + 4)) + (2 * samples) + (24 * 2), Traffic.Backward(inputs, CudaValueType.Float16).Compulsory);
    }

    [Fact]
    public void LimitOfTheGradientByLocations_GrowsWithTheSquareOfTheLargestLevel()
    {
        Assert.Equal(1e-3, ErrorLimits.GradLocations(DinoShapes.Decoder("small", 1, [(10, 20)]).Shape));
        Assert.Equal(334.0 * 334 / (1 << 24), ErrorLimits.GradLocations(DinoShapes.All[^1].Shape));
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public unsafe void Limits_HoldForFloat32_AndByLocationsTheyAreNeeded(string name)
    {
        var dino = DinoShapes.All.Single(shape => shape.Name == name);
        var (inputs, shape) = (CaseInputs.Draw(dino), dino.Shape);
        var expected = CpuResult.Compute(inputs, Doubles(inputs.Value), Doubles(inputs.GradOutput));
        var (gradValue, gradWeights) = (new float[shape.ValueLength], new float[shape.WeightsLength]);
        var gradLocations = new float[shape.LocationsLength];
        fixed (float* value = inputs.Value, locations = inputs.Locations, weights = inputs.Weights, upstream = inputs.GradOutput)
        fixed (float* byValue = gradValue, byLocations = gradLocations, byWeights = gradWeights)
        {
            CpuMsDeformAttn.Create<float>().Backward(shape, value, locations, weights, upstream, byValue, byLocations, byWeights);
        }

        Assert.InRange(ErrorLimits.Worst(expected.GradValue, gradValue), 0, ErrorLimits.Single);
        Assert.InRange(ErrorLimits.Worst(expected.GradWeights, gradWeights), 0, ErrorLimits.Single);
        var limit = ErrorLimits.GradLocations(shape);
        Assert.InRange(ErrorLimits.Worst(expected.GradLocations, gradLocations), limit / 20, limit);

        static double[] Doubles(float[] numbers) => Array.ConvertAll(numbers, number => (double)number);
    }

    [Fact]
    public void WorstAgreement_IsThatNearestToItsLimit()
        => Assert.Equal(new Agreement(2e-3, 1e-3), Agreement.Worst(new(1e-4, 1e-3), new(2e-3, 1e-3), new(6e-3, 7e-3)));

    [Fact]
    public void WorstError_IsRelativeAboveOneAndInfiniteForWhatIsNotFinite()
    {
        Assert.Equal(0.5, ErrorLimits.Worst([0, 10], [0.5, 11.0]));
        Assert.Equal(double.PositiveInfinity, ErrorLimits.Worst([0, 10], [0f, float.NaN]));
    }
}
