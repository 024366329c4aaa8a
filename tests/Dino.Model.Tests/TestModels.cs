using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests;

/// <summary>Small models in float64 whose parameters are all away from their special initial values, and inputs for them.</summary>
internal static class TestModels
{
    public static DinoConfig Tiny { get; } = DinoConfig.FourScaleR50 with
    {
        NumClasses = 5,
        DnLabelbookSize = 5,
        Backbone = "resnet",
        BackboneBlocks = [1, 1, 1, 1],
        BackboneBaseWidth = 4,
        HiddenDim = 32,
        DimFeedforward = 48,
        Nheads = 4,
        EncLayers = 2,
        DecLayers = 3,
        EncNPoints = 2,
        DecNPoints = 2,
        NumQueries = 10,
        DnNumber = 60,
    };

    /// <returns>In evaluation mode.</returns>
    public static DinoDetector Create(DinoConfig? config = null, IMsDeformAttnOp? op = null)
    {
        var model = new DinoDetector(config ?? Tiny, op ?? new ReferenceMsDeformAttnOp(), seed: 11);
        model.to(float64);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(12, CPU);
        foreach (var (name, value) in model.TrainableParameters())
        {
            value.add_(Normal(generator, value.shape) * 0.05);
        }

        model.eval();
        return model;
    }

    /// <summary>Random images, padded to the largest.</summary>
    public static ImageBatch Images(params ReadOnlySpan<(int Height, int Width)> sizes)
    {
        var (height, width) = (0, 0);
        foreach (var size in sizes)
        {
            (height, width) = (Math.Max(height, size.Height), Math.Max(width, size.Width));
        }

        using var scope = NewDisposeScope();
        using var generator = new Generator(13, CPU);
        var pixels = zeros([sizes.Length, 3, height, width], float64);
        var mask = ones([sizes.Length, height, width], ScalarType.Bool);
        for (var image = 0; image < sizes.Length; image++)
        {
            var (h, w) = sizes[image];
            pixels[image].narrow(1, 0, h).narrow(2, 0, w).copy_(Normal(generator, [3, h, w]));
            mask[image].narrow(0, 0, h).narrow(1, 0, w).fill_(false);
        }

        return new ImageBatch(pixels.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
    }

    /// <summary>One image of a batch, with its padding.</summary>
    public static ImageBatch One(ImageBatch batch, long image)
        => new(batch.Pixels.narrow(0, image, 1).clone(), batch.PaddingMask.narrow(0, image, 1).clone());

    public static Tensor Normal(Generator generator, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return empty(shape, float64).normal_(0, 1, generator).MoveToOuterDisposeScope();
    }

    public static IReadOnlyList<DetectionTarget> Targets(params ReadOnlySpan<int> counts)
    {
        var targets = new List<DetectionTarget>();
        foreach (var count in counts)
        {
            targets.Add(new DetectionTarget(
                tensor([.. Enumerable.Range(0, count).Select(i => (long)(i % 4))], [count]),
                tensor([.. Enumerable.Range(0, count).SelectMany(i => (double[])[0.3 + (0.1 * i), 0.5, 0.2, 0.3])], [count, 4])));
        }

        return targets;
    }

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var worst = (expected.detach() - actual.detach()).abs().max().to(float64).item<double>();
        Assert.True(worst <= tolerance, $"worst difference {worst:R}, limit {tolerance:R}");
    }
}
