using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Inputs;

/// <summary>Both sine encodings against plain loops.</summary>
public sealed class SineEncodingTests
{
    /// <summary>Absorbs float32 angles up to 2 pi: 2^-22 of the angle and a rounding of the sine.</summary>
    private const double Float32Angle = 2e-6;

    [Theory]
    [InlineData(32, 48)]
    [InlineData(17, 25)]
    public void SinePositionEncoding_EveryTokenOfTheImage_IsTheFormula(int height, int width)
    {
        using var scope = NewDisposeScope();
        const int Hidden = 8;
        var level = new LevelShape(4, 6);
        using var images = TestModels.Images((32, 48), (height, width));
        using var geometry = LevelGeometry.Create(images.PaddingMask, [level]);
        var (validRows, validColumns) = ((height + 7) / 8, (width + 7) / 8);

        using var encoded = new SinePositionEncoding(Hidden, temperatureY: 20, temperatureX: 30).Encode(geometry);

        var last = encoded[encoded.shape[0] - 1];
        for (var row = 0; row < validRows; row++)
        {
            for (var column = 0; column < validColumns; column++)
            {
                var features = last[(row * level.Width) + column].data<float>().ToArray();
                AssertFeatures(2 * Math.PI * (row + 1) / (validRows + 1e-6), 20, features.AsSpan(0, Hidden / 2));
                AssertFeatures(2 * Math.PI * (column + 1) / (validColumns + 1e-6), 30, features.AsSpan(Hidden / 2));
            }
        }
    }

    [Fact]
    public void QuerySineEncoding_OfABox_IsInTheOrderYXWidthHeight()
    {
        using var scope = NewDisposeScope();
        const int Hidden = 8;
        double[] box = [0.1, 0.7, 0.3, 0.4];

        using var encoded = new QuerySineEncoding(Hidden).Encode(tensor(box, [1, 1, 4]));

        var features = encoded.to(float32).data<float>().ToArray();
        Assert.Equal(2 * Hidden, features.Length);
        foreach (var (place, coordinate) in new[] { 1, 0, 2, 3 }.Index())
        {
            AssertFeatures(2 * Math.PI * box[coordinate], 10000, features.AsSpan(place * Hidden / 2, Hidden / 2));
        }
    }

    /// <summary>Dino-spec 18: the divisor t_2 of 128 features at temperature 20 is 1.0479211.</summary>
    [Fact]
    public void SineFeatures_Temperature20_HasTheStatedDivisor()
    {
        using var scope = NewDisposeScope();
        using var features = new SineFeatures(128, 20).Of(ones(1));

        // The sine of 1 / 1.0479211, stated to 7 decimals.
        Assert.Equal(Math.Sin(1 / 1.0479211), features[0, 2].item<float>(), 1e-6);
    }

    private static void AssertFeatures(double angle, double temperature, ReadOnlySpan<float> features)
    {
        for (var i = 0; i < features.Length; i++)
        {
            var argument = angle / Math.Pow(temperature, (i / 2) * 2.0 / features.Length);
            Assert.Equal(i % 2 == 0 ? Math.Sin(argument) : Math.Cos(argument), features[i], Float32Angle);
        }
    }
}
