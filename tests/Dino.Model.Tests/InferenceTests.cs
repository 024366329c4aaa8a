using Dino.Model.Decoder;
using Dino.Model.Profiling;
using Dino.Ops;
using Dino.Torch.Dense;
using Dino.Torch.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests;

/// <summary>The fast paths of evaluation on the CPU (fused products, folded norms, fused sums and norms, feed-forward in runs, sampling from projections, pooled memory, bfloat16) against the plain path: the same model in float64.</summary>
public sealed class InferenceTests
{
    /// <summary>float32 rounding through some forty layers, relative to the largest value: 2^-24 a term, more by cancellation and norms of small variance.</summary>
    private const double Float32Rounding = 1e-4;

    /// <summary>Each of some forty layers rounds to 8 bits, 2^-9 relative; they add up like a random walk to 0.012, with a margin of 4 for the largest of all values.</summary>
    private const double BFloat16Rounding = 0.05;

    [Theory]
    [InlineData("frozen", 4, ScalarType.Float32, Float32Rounding)]
    [InlineData("batch", 4, ScalarType.Float32, Float32Rounding)]
    [InlineData("frozen", 4, ScalarType.BFloat16, BFloat16Rounding)]
    [InlineData("batch", 4, ScalarType.BFloat16, BFloat16Rounding)]
    [InlineData("frozen", 2, ScalarType.BFloat16, BFloat16Rounding)] // heads of 16 channels, which are sampled straight from the projections
    public void EncodeAndDecode_FastPath_EqualsThePlainPath(string norm, int heads, ScalarType dtype, double tolerance)
    {
        var config = TestModels.Tiny with { BackboneNorm = norm, Nheads = heads };
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var plain = TestModels.Create(config);
        using var fast = TestModels.Create(config, new AutoMsDeformAttnOp());
        fast.to(float32);

        // 1,700 tokens, so that the feed-forward networks take them in two runs; one image padded, so that both geometries occur.
        using var images = TestModels.Images((256, 320), (200, 320));
        using var expected = plain.Encode(images);
        using var tokens = plain.SelectTokens(expected);
        using var expectedOutput = plain.Decode(expected, tokens: tokens);

        using var pool = TensorPool.Begin();
        using var weights = FrozenWeights.Begin();
        using var cast = Autocast.To(dtype);
        using var actual = fast.Encode(images with { Pixels = images.Pixels.to(float32) });
        using var output = fast.Decode(actual, tokens: tokens);

        AssertNear(expected.Memory, actual.Memory, tolerance);
        Assert.Equal(dtype, actual.Features[0].dtype);
        foreach (var (one, other) in Sets(expectedOutput).Zip(Sets(output)))
        {
            Assert.Equal(ScalarType.Float32, other.Logits.dtype);
            AssertNear(one.Logits, other.Logits, tolerance);
            AssertNear(one.BoxesCxCyWh, other.BoxesCxCyWh, tolerance);
        }
    }

    [Fact]
    public void Forward_FrozenWeights_ChangesNeitherResultNorState()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        model.to(float32);
        var before = model.StateDict().Select(entry => entry.Value.clone()).ToList();
        using var images = TestModels.Images((96, 128));
        using var single = images with { Pixels = images.Pixels.to(float32) };
        using var expected = model.Forward(single);
        using (FrozenWeights.Begin())
        {
            // Weights in oneDNN's own order: sums in another one.
            using var first = model.Forward(single);
            AssertNear(expected.Final.Logits, first.Final.Logits, 1e-4);
            AssertNear(expected.Final.BoxesCxCyWh, first.Final.BoxesCxCyWh, 1e-4);
            using var second = model.Forward(single);
            Assert.True(first.Final.Logits.Equals(second.Final.Logits));
            Assert.True(first.Final.BoxesCxCyWh.Equals(second.Final.BoxesCxCyWh));
        }

        Assert.All(before.Zip(model.StateDict()), pair => Assert.True(pair.First.Equals(pair.Second.Value)));
    }

    [Fact]
    public void Forward_WithAClock_CountsEveryStagesWork()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128));
        var clock = new StageClock(TimeProvider.System, DeviceType.CPU);

        clock.Start();
        using var first = model.Forward(images, clock: clock);
        var once = clock.Totals.ToList();
        using var second = model.Forward(images, clock: clock);

        Assert.Equal(["backbone", "encoder", "selection", "decoder"], once.Select(stage => stage.Stage));
        Assert.All(once, stage => Assert.True(stage.Time > TimeSpan.Zero && stage.Multiplications > 0));
        Assert.Equal(once.Select(stage => 2 * stage.Multiplications), clock.Totals.Select(stage => stage.Multiplications));
    }

    private static List<PredictionSet> Sets(DinoOutput output) => [output.Final, .. output.Auxiliary, output.Intermediate];

    private static void AssertNear(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var error = (expected - actual.to(float64)).abs().max() / expected.abs().max();
        Assert.InRange(error.ToDouble(), 0, tolerance);
    }
}
