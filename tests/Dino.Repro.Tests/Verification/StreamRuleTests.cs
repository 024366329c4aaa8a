using Dino.Verification.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

/// <summary>The numbers are those that the fixtures' description gives for an implementation to check itself.</summary>
public sealed class StreamRuleTests
{
    [Fact]
    public void Image_OfSeed7_StartsAsDescribed()
    {
        using var image = StreamRule.Image(seed: 7, index: 0, height: 280, width: 333);

        Assert.Equal([3, 280, 333], image.shape);
        Assert.Equal([-0.9586303234100342f, -1.7060060501098633f, -0.8505560159683228f], image.data<float>().Take(3));
    }

    [Fact]
    public void Parameter_LevelEmbedOfSeed7_StartsAsDescribed()
    {
        using var parameter = StreamRule.Parameter(seed: 7, "transformer.level_embed", [4, 256]);

        Assert.Equal([-0.0478656142950058f, 0.032700203359127045f, -0.08841712027788162f], parameter.data<float>().Take(3));
    }

    [Theory]
    [InlineData("a.running_var", new long[] { 500 }, 0.5, 1.5)]
    [InlineData("a.running_mean", new long[] { 500 }, -0.1, 0.1)]
    [InlineData("a.sampling_offsets.bias", new long[] { 500 }, -3, 3)]
    [InlineData("a.bias", new long[] { 500 }, -0.1, 0.1)]
    [InlineData("a.in_proj_bias", new long[] { 500 }, -0.1, 0.1)]
    [InlineData("a.bn3.weight", new long[] { 500 }, 0.225, 0.275)]
    [InlineData("a.norm.weight", new long[] { 500 }, 0.9, 1.1)]
    [InlineData("a.bbox_embed.0.weight", new long[] { 10, 75 }, -0.06, 0.06)]
    [InlineData("a.conv.weight", new long[] { 40, 3, 2, 2 }, -0.5, 0.5)]
    public void Parameter_ByName_FillsItsRange(string name, long[] shape, double low, double high)
    {
        using var scope = NewDisposeScope();
        var values = StreamRule.Parameter(seed: 7, name, shape).to(float64);

        // 1e-7 absorbs rounding to float32. At least 480 uniform draws miss the outer 5% at one side with probability 0.95^480 = 2e-11.
        Assert.InRange(values.min().ToDouble(), low - 1e-7, low + (0.05 * (high - low)));
        Assert.InRange(values.max().ToDouble(), high - (0.05 * (high - low)), high + 1e-7);
    }

    [Fact]
    public void Fill_NamesThatShareATensor_DrawUnderTheFirst()
    {
        using var scope = NewDisposeScope();
        var shared = zeros(4, 8, dtype: float64);

        StreamRule.Fill([new("class_embed.0.weight", shared), new("class_embed.1.weight", shared)], seed: 7);

        Assert.True(shared.equal(StreamRule.Parameter(7, "class_embed.0.weight", [4, 8])).all().ToBoolean());
    }
}
