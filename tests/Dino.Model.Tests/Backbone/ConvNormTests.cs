using Dino.Model.Backbone;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Backbone;

public sealed class ConvNormTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Forward_StoredStatistics_IsTheAffineMapAfterTheConvolution(bool tracks, bool training)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(4, CPU);
        var (norm, convolution) = Create(generator, tracks, training);
        var input = TestModels.Normal(generator, 2, 3, 6, 5);
        var before = norm.named_buffers().Select(entry => entry.buffer.clone()).ToList();

        var actual = new ConvNorm(convolution, norm).Forward(input);

        var buffers = norm.named_buffers().ToDictionary(entry => entry.name, entry => entry.buffer.view(1, -1, 1, 1));
        var scale = buffers["weight"] / (buffers["running_var"] + 1e-5).sqrt();
        var expected = (convolution.call(input) - buffers["running_mean"]) * scale + buffers["bias"];
        TestModels.AssertClose(expected, actual, 1e-12); // order of float64 products
        Assert.All(norm.named_buffers().Zip(before), pair => TestModels.AssertClose(pair.Second, pair.First.buffer, 0));
    }

    [Fact]
    public void Forward_TrackingInTraining_UsesTheBatchAndMovesTheStatistics()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(5, CPU);
        var (norm, convolution) = Create(generator, tracks: true, training: true);
        norm.get_buffer("weight")!.fill_(1);
        norm.get_buffer("bias")!.fill_(0);
        var mean = norm.get_buffer("running_mean")!.clone();
        var input = TestModels.Normal(generator, 2, 3, 6, 5);

        var actual = new ConvNorm(convolution, norm).Forward(input);

        TestModels.AssertClose(zeros(4, float64), actual.mean([0, 2, 3]), 1e-12);
        // The variance of the result is var / (var + 1e-5).
        TestModels.AssertClose(ones(4, float64), actual.pow(2).mean([0, 2, 3]), 1e-3);
        TestModels.AssertClose((0.9 * mean) + (0.1 * convolution.call(input).mean([0, 2, 3])), norm.get_buffer("running_mean")!, 1e-12);
        Assert.Empty(norm.parameters());
    }

    private static (FrozenBatchNorm Norm, Conv2d Convolution) Create(Generator generator, bool tracks, bool training)
    {
        var norm = new FrozenBatchNorm(4, tracks);
        var convolution = nn.Conv2d(3, 4, 3, stride: 2, padding: 1, bias: false);
        norm.to(float64);
        convolution.to(float64);
        convolution.weight.normal_(0, 0.5, generator);
        foreach (var (name, buffer) in norm.named_buffers())
        {
            buffer.uniform_(0.5, 1.5, generator);
        }

        norm.train(training);
        return (norm, convolution);
    }
}
