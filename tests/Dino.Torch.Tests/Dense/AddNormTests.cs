using Dino.Core;
using Dino.Torch.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Torch.Tests.Dense;

/// <summary>The fused sum and norm against torch's layer norm in float64.</summary>
public sealed class AddNormTests
{
    /// <summary>Of values about 1: float32 rounding of sums over at most 256 channels (measured 1e-6).</summary>
    private const double SingleRounding = 1e-5;

    /// <summary>The copies for bfloat16 products, relative: half of the last of 8 bits.</summary>
    private const double BFloat16Rounding = 1.0 / 256;

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Apply_RandomShapes_IsTheNormOfTheSum(ScalarType dtype)
    {
        var draw = new SplitMix64(7, "rows");
        using var noGradient = no_grad();
        for (var round = 0; round < 20; round++)
        {
            using var scope = NewDisposeScope();
            var (batch, tokens, channels) = (1 + draw.NextInt32(0, 3), 1 + draw.NextInt32(0, 300), 32 * (1 + draw.NextInt32(0, 8)));
            using var norm = nn.LayerNorm(channels);
            norm.weight!.normal_();
            norm.bias!.normal_();
            var (x, delta) = (randn(batch, tokens, channels) * 3, randn(batch, tokens, channels).to(dtype));
            var positions = draw.NextInt32(0, 3) == 0 ? null : randn(draw.NextInt32(0, 2) == 0 ? 1 : batch, tokens, channels);
            using var cast = Autocast.To(dtype);

            using var actual = AddNorm.Apply(x, delta, norm, positions);

            var expected = nn.functional.layer_norm(x.to(float64) + delta.to(float64), [channels], norm.weight.to(float64), norm.bias.to(float64), norm.eps);
            var rounding = dtype == ScalarType.Float32 ? 0 : BFloat16Rounding;
            AssertClose(expected, actual.Tokens, relative: 0);
            AssertClose(expected, actual.Product, rounding);
            Assert.Equal(dtype, actual.Product.dtype);
            Assert.Equal(positions is null, actual.Query is null);
            if (positions is not null)
            {
                AssertClose(expected + positions, actual.Query!, rounding);
            }
        }
    }

    /// <summary>A sum that is not a number must not look like one after rounding to bfloat16.</summary>
    [Fact]
    public void Apply_NotANumber_StaysSo()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var norm = nn.LayerNorm(32);
        var x = zeros(2, 3, 32);
        x[1, 2, 5] = float.NaN;

        using var actual = AddNorm.Apply(x, zeros(2, 3, 32, ScalarType.BFloat16), norm, zeros(1, 3, 32));

        foreach (var copy in (Tensor[])[actual.Tokens, actual.Product, actual.Query!])
        {
            Assert.Equal(32, copy.isnan().sum().ToInt64());
            Assert.True(copy[1, 2].isnan().all().ToBoolean());
        }
    }

    [Fact]
    public void Takes_WhatItCannotDo_IsFalse()
    {
        using var scope = NewDisposeScope();
        Assert.False(AddNorm.Supports(zeros(1, 2, 32)));
        using var noGradient = no_grad();
        Assert.True(AddNorm.Supports(zeros(1, 2, 32)));
        Assert.False(AddNorm.Supports(zeros(1, 2, 24)));
        Assert.False(AddNorm.Supports(zeros(1, 2, 32, float64)));
    }

    private static void AssertClose(Tensor expected, Tensor actual, double relative)
    {
        Assert.Equal(expected.shape, actual.shape);
        var worst = ((expected - actual.to(float64)).abs() - (relative * expected.abs())).max().ToDouble();
        Assert.True(worst <= SingleRounding, $"worst difference {worst:R} beyond {relative:R} of the value, limit {SingleRounding:R}");
    }
}
