using Dino.Ops;
using TorchSharp;

namespace Dino.Model.Tests.Initialization;

public sealed class ModelInitializerTests
{
    private static readonly DinoConfig Small = DinoConfig.FourScaleR50 with
    {
        Backbone = "resnet",
        BackboneBlocks = [1, 1, 1, 1],
        BackboneBaseWidth = 4,
        HiddenDim = 32,
        DimFeedforward = 16,
        Nheads = 4,
        EncLayers = 1,
        DecLayers = 2,
        NumQueries = 5,
    };

    [Fact]
    public void SameSeed_GivesTheSameBits_WhateverTheGlobalGeneratorDid()
    {
        using var first = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 3);
        torch.rand(5).Dispose();
        using var second = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 3);
        Assert.All(first.StateDict().Zip(second.StateDict()), pair => Assert.True(pair.First.Value.equal(pair.Second.Value).all().ToBoolean(), pair.First.Key));
    }

    [Fact]
    public void OtherSeed_GivesOtherWeights()
    {
        using var first = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 3);
        using var second = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 4);
        Assert.False(Value(first, "transformer.tgt_embed.weight").equal(Value(second, "transformer.tgt_embed.weight")).all().ToBoolean());
    }

    [Theory]
    [InlineData("input_proj.0.1", 32)]
    [InlineData("input_proj.3.1", 32)]
    [InlineData("transformer.encoder.layers.0.norm1", 32)]
    [InlineData("transformer.decoder.norm", 32)]
    [InlineData("transformer.enc_output_norm", 32)]
    public void Norms_StartAtOneAndZero(string norm, int channels)
    {
        using var model = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 5);
        Assert.Equal(Enumerable.Repeat(1f, channels), Value(model, norm + ".weight").data<float>().ToArray());
        Assert.Equal(Enumerable.Repeat(0f, channels), Value(model, norm + ".bias").data<float>().ToArray());
    }

    private static torch.Tensor Value(DinoDetector model, string name) => model.StateDict().Single(entry => entry.Key == name).Value;
}
