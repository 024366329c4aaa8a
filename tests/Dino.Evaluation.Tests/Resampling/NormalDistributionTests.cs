namespace Dino.Evaluation.Tests.Resampling;

public sealed class NormalDistributionTests
{
    // The approximation's own bound is 7.5e-8.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(3, 0.9986501019683699)]
    public void Cumulative_KnownPoints_Agree(double z, double probability)
        => Assert.Equal(probability, NormalDistribution.Cumulative(z), tolerance: 1e-7);

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.5, 0)]
    [InlineData(0.0005, -3.290526731491926)]
    public void Quantile_KnownPoints_Agree(double probability, double z)
        // 7.5e-8 over the density at -3.29, which is 0.0018.
        => Assert.Equal(z, NormalDistribution.Quantile(probability), tolerance: 5e-5);
}
