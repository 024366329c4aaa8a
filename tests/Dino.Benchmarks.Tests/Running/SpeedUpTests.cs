using Dino.Benchmarks.Running;
using Dino.Core;

namespace Dino.Benchmarks.Tests.Running;

public sealed class SpeedUpTests
{
    [Fact]
    public void Estimate_EqualSpreads_IsTheTextbookInterval()
    {
        var reference = Enumerable.Range(0, 10).Select(index => 2 * Math.Exp(index % 2 == 0 ? 0.1 : -0.1)).ToArray();
        var kernel = Enumerable.Range(0, 10).Select(index => Math.Exp(index % 2 == 0 ? 0.1 : -0.1)).ToArray();

        var ratio = SpeedUp.Estimate("kernel", reference, kernel);

        // Both variances are 10 * 0.01 / 9. The 97.5% quantile for 18 degrees of freedom is 2.100922.
        var half = 2.100922 * Math.Sqrt(2 * 0.1 / 9 / 10);
        Assert.Equal(2, ratio.Ratio, 1e-12);
        Assert.Equal(2 * Math.Exp(-half), ratio.Low, 1e-6);
        Assert.Equal(2 * Math.Exp(half), ratio.High, 1e-6);
    }

    [Fact]
    public void Estimate_TimesWithoutSpread_IsThePlainRatio()
    {
        var ratio = SpeedUp.Estimate("kernel", [3, 3, 3], [2, 2]);

        Assert.Equal((1.5, 1.5, 1.5), (Math.Round(ratio.Ratio, 12), Math.Round(ratio.Low, 12), Math.Round(ratio.High, 12)));
    }

    [Fact]
    public void Estimate_ManyRandomRuns_ContainsTheTrueRatioIn95Percent()
    {
        const int Runs = 2000;
        var stream = new SplitMix64(3, "times");
        var inside = Enumerable.Range(0, Runs).Count(_ =>
        {
            var ratio = SpeedUp.Estimate("kernel", Times(3, 0.2, 6), Times(1, 0.05, 12));
            return ratio.Low < 3 && 3 < ratio.High;
        });

        // The standard error of a proportion of 0.95 over 2000 runs is 0.005; the bounds allow four of them.
        Assert.InRange(inside / (double)Runs, 0.93, 0.97);

        double[] Times(double typical, double spread, int count)
            => [.. Enumerable.Range(0, count).Select(_ => typical * Math.Exp(spread * Normal()))];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - stream.NextDouble())) * Math.Cos(2 * Math.PI * stream.NextDouble());
    }
}
