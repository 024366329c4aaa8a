using Dino.Core;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Fixtures;

/// <summary>The model and the images that a fixture's metadata describes.</summary>
internal static class FixtureModel
{
    private const string DefaultConfig = "DINO_4scale.py";

    /// <summary>A model of the named configuration (<c>config</c>, 4-scale when absent) with its <c>overrides</c>, filled by <see cref="StreamRule"/>.</summary>
    /// <returns>In the platform's type and place; owned by the caller.</returns>
    /// <exception cref="BadInputException">The metadata names no known configuration, or no possible one.</exception>
    public static DinoDetector Build(TensorFixture fixture, VerificationPlatform platform)
    {
        var seed = fixture.Value<long>("seed");
        var model = new DinoDetector(Config(fixture), platform.Op, seed);
        StreamRule.Fill(model.StateDict(), seed);
        model.to(platform.DType).to(platform.Device);
        return model;
    }

    /// <summary>The drawn images of <c>image_sizes_hw</c>, padded to one size.</summary>
    /// <returns>Owned by the caller.</returns>
    public static ImageBatch Images(TensorFixture fixture, VerificationPlatform platform)
    {
        using var scope = NewDisposeScope();
        var seed = fixture.Value<long>("seed");
        var sizes = Sizes(fixture, "image_sizes_hw");
        var (height, width) = (sizes.Max(size => size.Height), sizes.Max(size => size.Width));
        var pixels = zeros([sizes.Count, 3, height, width], float32);
        var mask = ones([sizes.Count, height, width], ScalarType.Bool);
        for (var image = 0; image < sizes.Count; image++)
        {
            var (h, w) = sizes[image];
            pixels[image].narrow(1, 0, h).narrow(2, 0, w).copy_(StreamRule.Image(seed, image, h, w));
            mask[image].narrow(0, 0, h).narrow(1, 0, w).fill_(false);
        }

        return new ImageBatch(platform.Place(pixels).MoveToOuterDisposeScope(), mask.to(platform.Device).MoveToOuterDisposeScope());
    }

    /// <summary>The tokens that the reference chose as queries. In float32 the scores of some tokens are too close to rank them reliably, and another order is
    /// another input to the decoder; a float64 pass gives the order.</summary>
    /// <returns>[batch, queries] int64, owned by the caller; null in float64, where the platform's own choice is compared.</returns>
    public static Tensor? ReferenceTokens(TensorFixture fixture, VerificationPlatform platform)
    {
        if (platform.DType == float64)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var exact = VerificationPlatform.Of(new VerificationOptions());
        using var model = Build(fixture, exact);
        model.eval();
        using var images = Images(fixture, exact);
        using var encoded = model.Encode(images);
        return model.SelectTokens(encoded).to(platform.Device).MoveToOuterDisposeScope();
    }

    /// <summary>A metadata list of (height, width).</summary>
    public static IReadOnlyList<(int Height, int Width)> Sizes(TensorFixture fixture, string key)
    {
        var sizes = fixture.Value<int[][]>(key);
        return sizes.Length > 0 && sizes.All(size => size is [> 0, > 0])
            ? [.. sizes.Select(size => (size[0], size[1]))]
            : throw new BadInputException($"{fixture.Path}: metadata '{key}' is '{fixture.Text(key)}'; expected [[height, width], ...]");
    }

    private static DinoConfig Config(TensorFixture fixture)
    {
        var name = fixture.TextOrNull("config") ?? DefaultConfig;
        var config = name switch
        {
            DefaultConfig => DinoConfig.FourScaleR50,
            "DINO_5scale.py" => DinoConfig.FiveScaleR50,
            _ => throw new BadInputException($"{fixture.Path}: metadata 'config' is '{name}'; expected DINO_4scale.py or DINO_5scale.py"),
        };
        return config.WithOverrides(fixture.TextOrNull("overrides") ?? "{}", $"{fixture.Path}: overrides");
    }
}
