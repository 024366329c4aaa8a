using Dino.Training.Checkpointing;
using Dino.Training.Recipe;

namespace Dino.Training.Tests.Checkpointing;

public sealed class RunStateTests
{
    private static readonly TrainingRecipe Patient = new() { Epochs = 10, EarlyStopping = 2 };

    [Theory]
    [InlineData(0, -1, false)]
    [InlineData(1, -1, false)]
    [InlineData(2, -1, true)] // two epochs without any AP
    [InlineData(4, 2, false)]
    [InlineData(5, 2, true)]
    [InlineData(10, 9, true)]
    public void IsFinished_ByEpochsAndPatience(int epochsDone, int bestEpoch, bool expected)
        => Assert.Equal(expected, new RunState { Epoch = epochsDone, Best = new BestResult(0.1, bestEpoch) }.IsFinished(Patient));

    [Fact]
    public void IsFinished_WhileTheAverageImproves_GoesOn()
        => Assert.False(new RunState { Epoch = 5, Best = new BestResult(0.1, 1), BestEma = new BestResult(0.2, 4) }.IsFinished(Patient));

    [Fact]
    public void With_AnEqualResult_KeepsTheFirst()
    {
        var best = BestResult.None.With(0.3, 1).With(0.3, 2);
        Assert.Equal(new BestResult(0.3, 1), best);
        Assert.Equal(BestResult.None, BestResult.None.With(0, 3));
    }
}
