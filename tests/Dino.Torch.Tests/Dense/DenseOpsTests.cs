using Dino.Core;
using Dino.Torch.Dense;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Torch.Tests.Dense;

/// <summary>Fused products against torch's plain ones in float64.</summary>
public sealed class DenseOpsTests
{
    /// <summary>Of values about 1 in sums of at most 576: float32 rounding in another order (measured 2e-6); bfloat16 has 8 bits, so inputs, weights and result are each off by up to
    /// 2^-9, and sums of n of them by sqrt(n) times that of their terms' size.</summary>
    private static double Tolerance(ScalarType dtype) => dtype == ScalarType.Float32 ? 2e-5 : 0.05;

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    public void Relu_OfNaN_IsNaN(ScalarType dtype, bool sum)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var cast = Autocast.To(dtype);
        var layer = nn.Linear(64, 64);
        var (rows, map) = (randn(10, 64), randn(1, 64, 9, 9).to(dtype));
        (rows[3, 5], map[0, 5, 4, 4]) = (float.NaN, float.NaN);
        using (FrozenWeights.Begin())
        {
            var linear = DenseOps.Linear(layer, rows, relu: true, sum ? randn(10, 64) : null);
            Assert.Equal(64, linear[3].isnan().sum().item<long>());
            Assert.Equal(64, linear.isnan().sum().item<long>());
        }

        foreach (var (kernel, touched) in new[] { (1, 1), (3, 9) })
        {
            var plus = sum ? randn(1, 64, 9, 9) : null;
            var weight = randn(64, 64, kernel, kernel).to(dtype);
            var convolved = DenseOps.Convolution(map, weight, bias: null, stride: 1, padding: kernel / 2, relu: true, plus);
            Assert.Equal(64 * touched, convolved.isnan().sum().item<long>());
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Linear_RandomShapes_IsTheProductPlusTheRest(ScalarType dtype)
    {
        var draw = new SplitMix64(5, "dense");
        using var noGradient = no_grad();
        for (var round = 0; round < 20; round++)
        {
            using var scope = NewDisposeScope();
            var (rows, inputs, outputs) = (1 + draw.NextInt32(0, 300), 1 + draw.NextInt32(0, 300), 1 + draw.NextInt32(0, 300));
            using var layer = nn.Linear(inputs, outputs, hasBias: draw.NextInt32(0, 2) == 0);
            var (input, plus) = (randn(2, rows, inputs), draw.NextInt32(0, 2) == 0 ? randn(2, rows, outputs) : null);
            var relu = draw.NextInt32(0, 2) == 0;
            using var cast = Autocast.To(dtype);

            var actual = DenseOps.Linear(layer, input, relu, plus);

            var expected = nn.functional.linear(input.to(float64), layer.weight!.to(float64), layer.bias?.to(float64));
            expected = plus is null ? expected : expected + plus;
            AssertClose(relu ? expected.relu() : expected, actual, Tolerance(dtype));
            Assert.Equal(plus is null ? dtype : ScalarType.Float32, actual.dtype);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Convolution_RandomShapes_IsTheConvolutionPlusTheRest(ScalarType dtype)
    {
        var draw = new SplitMix64(6, "dense");
        using var noGradient = no_grad();
        for (var round = 0; round < 20; round++)
        {
            using var scope = NewDisposeScope();
            var (channels, outputs, side, stride) = (2 + draw.NextInt32(0, 64), 1 + draw.NextInt32(0, 64), draw.NextInt32(0, 2) == 0 ? 1 : 3, 1 + draw.NextInt32(0, 2));
            var channelsLast = draw.NextInt32(0, 2) == 0;
            var map = randn(2, 5 + draw.NextInt32(0, 20), 5 + draw.NextInt32(0, 20), channels).permute(0, 3, 1, 2).to(dtype);
            map = channelsLast ? map : map.contiguous();
            var weight = (randn(outputs, channels, side, side) / Math.Sqrt(channels * side * side)).to(dtype);
            var bias = draw.NextInt32(0, 2) == 0 ? randn(outputs).to(dtype) : null;
            var expected = nn.functional.conv2d(map.to(float64), weight.to(float64), bias?.to(float64), [stride, stride], [side / 2, side / 2]);
            var plus = draw.NextInt32(0, 2) == 0 ? randn(expected.shape).to(dtype) : null;
            var relu = draw.NextInt32(0, 2) == 0;

            var actual = DenseOps.Convolution(map, weight, bias, stride, side / 2, relu, plus);

            expected = plus is null ? expected : expected + plus;
            AssertClose(relu ? expected.relu() : expected, actual, Tolerance(dtype));
        }
    }

    /// <summary>What training relies on: torch's own layer, to the last bit.</summary>
    [Fact]
    public void Linear_WithGradients_IsTorchsOwn()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(24, 40);
        var (input, plus) = (randn(3, 7, 24), randn(3, 7, 40));
        var expected = layer.call(input).relu_() + plus;
        expected.sum().backward();
        using var gradient = layer.weight!.grad!.clone();
        layer.zero_grad();

        var actual = DenseOps.Linear(layer, input, relu: true) + plus;
        actual.sum().backward();

        Assert.True(expected.Equals(actual));
        Assert.True(gradient.Equals(layer.weight.grad!));
    }

    [Fact]
    public void Autocast_WithGradients_CastsTheProductAndKeepsFloat32Gradients()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(24, 40);
        using (Autocast.To(ScalarType.BFloat16))
        {
            var product = DenseOps.Linear(layer, randn(3, 24));
            Assert.Equal(ScalarType.BFloat16, product.dtype);
            using (Autocast.To(ScalarType.Float32))
            {
                Assert.Equal(ScalarType.Float32, DenseOps.Linear(layer, randn(3, 24)).dtype);
            }

            Assert.Equal(ScalarType.Float64, DenseOps.Linear(ones(3, 24, float64), ones(40, 24, float64), bias: null).dtype);
            product.sum().backward();
        }

        Assert.Equal(ScalarType.Float32, DenseOps.Linear(layer, randn(3, 24)).dtype);
        Assert.Equal(ScalarType.Float32, layer.weight!.grad!.dtype);
        Assert.True(layer.weight.grad!.abs().sum().ToDouble() > 0);
    }

    [Fact]
    public void FrozenWeights_Open_KeepsWhatWasDerivedUntilClosed()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using Linear layer = nn.Linear(8, 8);
        var input = randn(2, 8);
        using var cast = Autocast.To(ScalarType.BFloat16);
        var before = DenseOps.Linear(layer, input);
        using (FrozenWeights.Begin())
        {
            Assert.True(before.Equals(DenseOps.Linear(layer, input)));
            layer.weight!.mul_(2);
            Assert.True(before.Equals(DenseOps.Linear(layer, input)));
        }

        Assert.False(before.Equals(DenseOps.Linear(layer, input)));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 64, 48)] // fills no whole block: stays as it is
    [InlineData(ScalarType.Float32, 64, 96)]
    [InlineData(ScalarType.BFloat16, 64, 96)]
    [InlineData(ScalarType.Float32, 16, 64)]
    [InlineData(ScalarType.BFloat16, 16, 64)]
    [InlineData(ScalarType.Float32, 64, 192)]
    [InlineData(ScalarType.BFloat16, 64, 192)]
    [InlineData(ScalarType.Float32, 256, 384)]
    [InlineData(ScalarType.Float32, 256, 2048)]
    [InlineData(ScalarType.BFloat16, 256, 2048)]
    [InlineData(ScalarType.Float32, 24, 91)] // fills no whole vector: stays as it is
    public void Linear_FrozenWeights_AreAsPlainOnes(ScalarType dtype, long inputs, long outputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using Linear layer = nn.Linear(inputs, outputs);
        using var cast = Autocast.To(dtype);
        var (input, plus) = (randn(3, 7, inputs).to(dtype), randn(3, 7, outputs).to(dtype));
        var (plain, plainSum) = (DenseOps.Linear(layer, input, relu: true), DenseOps.Linear(layer, input, plus: plus));
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (FrozenWeights.Begin())
        {
            for (var image = 0; image < 2; image++)
            {
                using var results = NewDisposeScope();

                // The order of the sums may differ: some units in the last place of numbers up to 10.
                var tolerance = dtype == ScalarType.Float32 ? 1e-5 : 0.07;
                AssertClose(plain, DenseOps.Linear(layer, input, relu: true), tolerance);
                AssertClose(plainSum, DenseOps.Linear(layer, input, plus: plus), tolerance);
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var worst = (expected.to(float64) - actual.to(float64)).abs().max().ToDouble();
        Assert.True(worst <= tolerance, $"worst difference {worst:R}, limit {tolerance:R}");
    }
}
