using Dino.Engine.Evaluating;


namespace Dino.Training.Tests.Logs;

public sealed class LossAveragesTests
{
    private static readonly KeyValuePair<string, double>[][] Steps = [[new("loss", 1.0), new("b", 0.1)], [new("loss", 2.0), new("b", 0.2)], [new("loss", 4.5), new("b", 0.4), new("a", 7.0)]];

    [Fact]
    public void Means_OfSteps_KeepTheOrderOfFirstAppearance()
    {
        var averages = new LossAverages();
        Array.ForEach(Steps, averages.Add);
        Assert.Equal([new("loss", 2.5), new("b", (0.1 + 0.2 + 0.4) / 3), new("a", 7.0)], averages.Means);
    }

    [Fact]
    public void Totals_TakenOverInTheMiddle_GiveTheSameBits()
    {
        var (whole, first) = (new LossAverages(), new LossAverages());
        Array.ForEach(Steps, whole.Add);
        Array.ForEach(Steps[..1], first.Add);
        var second = new LossAverages(first.Totals);
        Array.ForEach(Steps[1..], second.Add);
        Assert.Equal(whole.Means, second.Means);
    }
}
