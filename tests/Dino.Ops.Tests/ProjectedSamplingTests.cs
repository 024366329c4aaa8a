using System.Runtime.Intrinsics;
using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops.Tests;

/// <summary>Sampling straight from bfloat16 projections against the reference op in float64 on the same numbers.</summary>
public sealed class ProjectedSamplingTests
{
    /// <summary>Values about 1, at most 5: the result is rounded to 8 bits (half of 2^-7 of 4), and positions of up to 40 cells in float32 move a sample by 4e-6 cells.</summary>
    private const double Rounding = 0.016;

    private readonly CpuMsDeformAttnOp _op = new();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ApplyProjected_RandomShapes_IsTheReferenceOpOfItsLocationsAndWeights(int referenceSize)
    {
        var draw = new SplitMix64(8, "projected");
        for (var round = 0; round < 30; round++)
        {
            using var scope = NewDisposeScope();
            LevelShape[] levels = [.. Enumerable.Range(0, 1 + draw.NextInt32(0, 5)).Select(_ => new LevelShape(1 + draw.NextInt32(0, 20), 1 + draw.NextInt32(0, 40)))];
            var (batch, queries, heads, headDim, points) = (1 + draw.NextInt32(0, 3), 1 + draw.NextInt32(0, 120), 1 + draw.NextInt32(0, 4), 16 * (1 + draw.NextInt32(0, 4)), 1 + draw.NextInt32(0, 5));
            var samples = levels.Length * points;
            var value = randn(batch, levels.Sum(level => level.Tokens), heads, headDim).to(ScalarType.BFloat16);
            var offsets = (randn([batch, queries, heads, levels.Length, points, 2]) * 3).to(ScalarType.BFloat16);
            var logits = (randn(batch, queries, heads, samples) * 2).to(ScalarType.BFloat16);
            var references = rand(draw.NextInt32(0, 2) == 0 ? 1 : batch, queries, levels.Length, referenceSize);

            var actual = _op.ApplyProjected(value, levels, cat([offsets.flatten(2), logits.flatten(2)], 2), references);

            var spread = references.to(float64).unsqueeze(2).unsqueeze(4);
            var sizes = tensor([.. levels.SelectMany(level => (double[])[level.Width, level.Height])], [levels.Length, 1, 2]);
            var locations = spread.narrow(-1, 0, 2) + (referenceSize == 2 ? offsets.to(float64) / sizes : offsets.to(float64) * spread.narrow(-1, 2, 2) * (0.5 / points));
            var weights = logits.to(float64).softmax(-1).view(batch, queries, heads, levels.Length, points);
            var expected = new ReferenceMsDeformAttnOp().Apply(value.to(float64), levels, locations, weights);
            Assert.Equal(ScalarType.BFloat16, actual.dtype);
            Assert.Equal(expected.shape, actual.shape);
            var worst = (expected - actual.to(float64)).abs().max().ToDouble();
            Assert.True(worst <= Rounding, $"worst difference {worst:R}, limit {Rounding:R}, {round}");
        }
    }

    [Fact]
    public void ApplyProjected_ShapesDisagree_SaysWhich()
    {
        using var scope = NewDisposeScope();
        LevelShape[] levels = [new(2, 3)];
        var (value, projected, references) = (zeros(1, 6, 2, 16, ScalarType.BFloat16), zeros(1, 5, 12, ScalarType.BFloat16), zeros(1, 5, 1, 2));
        Assert.Equal([1, 5, 32], _op.ApplyProjected(value, levels, projected, references).shape);

        AssertRefused("value has 5 tokens; the levels have 6", zeros(1, 5, 2, 16, ScalarType.BFloat16), projected, references);
        AssertRefused("projections have 13 columns", value, zeros(1, 5, 13, ScalarType.BFloat16), references);
        AssertRefused("projections have batch 2; value has 1", value, zeros(2, 5, 12, ScalarType.BFloat16), references);
        AssertRefused("references are [1, 4, 1, 2]; expected [1 or 1, 5, 1, ...]", value, projected, zeros(1, 4, 1, 2));
        AssertRefused("references are [1, 5, 1, 3]", value, projected, zeros(1, 5, 1, 3));

        void AssertRefused(string message, Tensor badValue, Tensor badProjected, Tensor badReferences)
            => Assert.Contains(message, Assert.Throws<ArgumentException>(() => _op.ApplyProjected(badValue, levels, badProjected, badReferences)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TakesProjected_TypesAndHeads_IsTrueForWholeVectorsOfBFloat16()
    {
        Assert.Equal(Vector512.IsHardwareAccelerated, _op.SupportsProjected(ScalarType.BFloat16, CPU, 48));
        Assert.False(_op.SupportsProjected(ScalarType.Float32, CPU, 32));
        Assert.False(_op.SupportsProjected(ScalarType.BFloat16, new Device(DeviceType.CUDA, 0), 32));
        Assert.False(_op.SupportsProjected(ScalarType.BFloat16, CPU, 24));
    }
}
