using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp;

namespace Dino.Model.Tests.Backbone;

public sealed class MemoryOrderTests
{
    private static readonly DinoConfig Small = DinoConfig.FourScaleR50 with
    {
        Backbone = "resnet",
        BackboneBlocks = [1, 2, 1, 1],
        BackboneBaseWidth = 8,
        HiddenDim = 32,
        DimFeedforward = 16,
        Nheads = 4,
        EncLayers = 1,
        DecLayers = 1,
        NumQueries = 5,
    };

    /// <summary>float32 on the CPU runs channels last, float64 in torch's usual order.</summary>
    [Theory]
    [InlineData("frozen")]
    [InlineData("batch")]
    public void Encode_ChannelsLast_EqualsTheUsualOrderInDouble(string norm)
    {
        using var scope = torch.NewDisposeScope();
        using var single = Model(norm);
        using var twice = Model(norm);
        twice.to(torch.float64);
        var pixels = torch.linspace(-2, 2, 2 * 3 * 72 * 104).sin().view(2, 3, 72, 104);
        var mask = torch.zeros([2, 72, 104], torch.@bool);
        using var images = new ImageBatch(pixels, mask);
        using var encoded = single.Encode(images);
        using var expected = twice.Encode(images with { Pixels = pixels.to(torch.float64) });
        Assert.Equal(1, encoded.Features[0].stride(1));
        foreach (var (map, reference) in encoded.Features.Append(encoded.Memory).Zip(expected.Features.Append(expected.Memory)))
        {
            var error = (map.to(torch.float64) - reference).abs().max().ToDouble();
            Assert.InRange(error / reference.abs().max().ToDouble(), 0, 1e-4); // float32 rounding through ten convolutions, amplified by batch norms of small variance; a wrong order is off by 1
        }
    }

    private static DinoDetector Model(string norm)
    {
        var model = new DinoDetector(Small with { BackboneNorm = norm }, new ReferenceMsDeformAttnOp(), seed: 2);
        model.train();
        return model;
    }
}
