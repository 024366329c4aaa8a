using Dino.Training.Optimization;

namespace Dino.Training.Tests.Optimization;

public sealed class LossScaleTests
{
    [Fact]
    public void AfterStep_ForAWholeInterval_DoublesAndCountsAnew()
    {
        var scale = LossScale.Start;
        for (var step = 1; step < LossScale.GrowthInterval; step++)
        {
            scale = scale.AfterStep();
            Assert.Equal((65536.0, step), (scale.Factor, scale.Steps));
        }

        Assert.Equal(new LossScale(131072, 0), scale.AfterStep());
    }

    [Fact]
    public void AfterOverflow_HalvesAndCountsAnew()
        => Assert.Equal(new LossScale(32768, 0), LossScale.Start.AfterStep().AfterStep().AfterOverflow());

    [Fact]
    public void HasCollapsed_OnlyBelowOne()
    {
        var scale = LossScale.Start;
        for (var halvings = 0; halvings <= 16; halvings++, scale = scale.AfterOverflow())
        {
            Assert.False(scale.HasCollapsed, $"after {halvings} halvings");
        }

        Assert.True(scale.HasCollapsed);
    }
}
