using Dino.Training.Recipe;

namespace Dino.Training.Tests.Recipe;

public sealed class LearningRateScheduleTests
{
    private static readonly TrainingRecipe Step = new() { LrDrop = 11 };
    private static readonly TrainingRecipe MultiStep = Step with { MultiStepLr = true, LrDropList = [33, 45] };

    // Literals as PyTorch's StepLR prints them (1e-4 * 0.1 rounds to 1e-05, times 0.1 again to 1.0000000000000002e-06).
    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(10, 1e-4)]
    [InlineData(11, 1e-4 * 0.1)]
    [InlineData(21, 1e-4 * 0.1)]
    [InlineData(22, 1e-4 * 0.1 * 0.1)]
    public void At_StepLr_DropsAgainAtEveryMultiple(int epoch, double expected)
        => Assert.Equal(expected, LearningRateSchedule.At(Step, Step.Lr, epoch));

    [Theory]
    [InlineData(11, 1e-4)]
    [InlineData(32, 1e-4)]
    [InlineData(33, 1e-4 * 0.1)]
    [InlineData(45, 1e-4 * 0.1 * 0.1)]
    [InlineData(99, 1e-4 * 0.1 * 0.1)]
    public void At_MultiStepLr_DropsAtTheListedEpochsOnly(int epoch, double expected)
        => Assert.Equal(expected, LearningRateSchedule.At(MultiStep, MultiStep.Lr, epoch));
}
