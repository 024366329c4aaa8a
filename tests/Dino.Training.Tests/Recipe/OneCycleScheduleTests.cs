using Dino.Training.Recipe;

namespace Dino.Training.Tests.Recipe;

public sealed class OneCycleScheduleTests
{
    // Ten steps: PyTorch's phases end at 0.2 * 10 - 1 = 1 and at 9; the middle of the second is 5.
    [Theory]
    [InlineData(0, 1e-4 / 25, 0.95)]
    [InlineData(1, 1e-4, 0.85)]
    [InlineData(5, (1e-4 + 4e-10) / 2, 0.9)]
    [InlineData(9, 4e-10, 0.95)]
    public void At_TenSteps_HasPyTorchsCorners(int step, double rate, double beta1)
    {
        var (actualRate, actualBeta1) = OneCycleSchedule.At(1e-4, step, 10);
        Assert.Equal(rate, actualRate, 1e-19); // rounding of a few operations
        Assert.Equal(beta1, actualBeta1, 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void At_FewSteps_IsFinite(int steps)
        => Assert.All(Enumerable.Range(0, steps), step => Assert.InRange(OneCycleSchedule.At(1, step, steps).LearningRate, 0, 1));
}
