using Dino.Model.Configuration;
using Dino.Ops;
using TorchSharp;

namespace Dino.Model.Tests;

public sealed class InitializationTests
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

    [Fact]
    public void Heads_StartAtThePriorAndWithoutMovingAnyBox()
    {
        using var model = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 5);
        Assert.All(Value(model, "class_embed.0.bias").data<float>().ToArray(), bias => Assert.Equal(-4.59511985f, bias)); // dino-spec 18
        Assert.Equal(0, Value(model, "bbox_embed.0.layers.2.weight").abs().sum().ToSingle());
        Assert.Equal(0, Value(model, "bbox_embed.0.layers.2.bias").abs().sum().ToSingle());
        Assert.True(Value(model, "bbox_embed.0.layers.1.weight").abs().max().ToSingle() <= 1 / MathF.Sqrt(32));
    }

    [Theory]
    [InlineData("transformer.enc_out_class_embed.weight", "class_embed.0.weight")]
    [InlineData("transformer.enc_out_class_embed.bias", "class_embed.0.bias")]
    [InlineData("transformer.enc_out_bbox_embed.layers.0.weight", "bbox_embed.0.layers.0.weight")]
    [InlineData("class_embed.1.weight", "class_embed.0.weight")]
    [InlineData("bbox_embed.1.layers.1.bias", "bbox_embed.0.layers.1.bias")]
    public void OtherHeads_StartAsCopiesOfTheFirst(string copy, string first)
    {
        var unshared = Small with { DecPredBboxEmbedShare = false, DecPredClassEmbedShare = false };
        using var model = new DinoDetector(unshared, new ReferenceMsDeformAttnOp(), seed: 5);
        Assert.NotSame(Value(model, first), Value(model, copy));
        TestModels.AssertClose(Value(model, first), Value(model, copy), 0);
    }

    [Theory]
    [InlineData("transformer.encoder.layers.0.self_attn")]
    [InlineData("transformer.decoder.layers.1.cross_attn")]
    public void SamplingOffsets_StartAsAStarAndAttentionUniform(string module)
    {
        var eightHeads = Small with { Nheads = 8 };
        using var model = new DinoDetector(eightHeads, new ReferenceMsDeformAttnOp(), seed: 5);
        (float X, float Y)[] directions = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]; // dino-spec 8

        var bias = Value(model, module + ".sampling_offsets.bias").data<float>().ToArray();

        for (var i = 0; i < bias.Length; i++)
        {
            var (axis, point, head) = (i % 2, i / 2 % 4, i / (2 * 4 * 4));
            // 1e-6 absorbs sine and cosine of multiples of pi / 4.
            Assert.Equal((axis == 0 ? directions[head].X : directions[head].Y) * (point + 1), bias[i], 1e-6);
        }

        foreach (var zero in (string[])[".sampling_offsets.weight", ".attention_weights.weight", ".attention_weights.bias", ".value_proj.bias", ".output_proj.bias"])
        {
            Assert.Equal(0, Value(model, module + zero).abs().sum().ToSingle());
        }
    }

    /// <summary>Bounds of the uniform draws: xavier sqrt(6 / (in + out)), a linear layer's default 1 / sqrt(in).</summary>
    [Theory]
    [InlineData("transformer.tgt_embed.weight", 6.0 / (400 + 32))]
    [InlineData("transformer.decoder.layers.0.self_attn.in_proj_weight", 6.0 / (96 + 32))]
    [InlineData("transformer.encoder.layers.0.linear1.weight", 6.0 / (16 + 32))]
    [InlineData("transformer.encoder.layers.0.self_attn.value_proj.weight", 6.0 / 64)]
    [InlineData("transformer.decoder.ref_point_head.layers.0.weight", 6.0 / 96)]
    [InlineData("input_proj.3.0.weight", 6.0 / (9 * (128 + 32)))]
    [InlineData("class_embed.0.weight", 1.0 / 32)]
    [InlineData("bbox_embed.0.layers.0.weight", 1.0 / 32)]
    public void UniformDraws_FillTheirBound(string name, double squaredBound)
    {
        using var scope = torch.NewDisposeScope();
        using var model = new DinoDetector(Small with { NumQueries = 400 }, new ReferenceMsDeformAttnOp(), seed: 5);
        var (value, bound) = (Value(model, name), Math.Sqrt(squaredBound));

        // 1e-6 absorbs the rounding of the bound to float32. n >= 512 draws leave 2% of the range above the largest with probability 0.98^512 = 3e-5.
        Assert.InRange(value.abs().max().ToSingle(), 0.98 * bound, bound * (1 + 1e-6));
        // The variance of a uniform draw is a third of the squared bound; its estimate from 512 draws has a standard error of 4%.
        Assert.InRange(value.pow(2).mean().ToSingle() / (squaredBound / 3), 0.8, 1.2);
    }

    [Theory]
    [InlineData("label_enc.weight", 1)]
    [InlineData("backbone.0.body.layer4.0.conv2.weight", 2.0 / (9 * 32))]
    public void NormalDraws_HaveTheirVariance(string name, double variance)
    {
        using var scope = torch.NewDisposeScope();
        using var model = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 5);
        // At least 2944 draws: the variance's standard error is sqrt(2 / 2944) = 2.6%.
        Assert.InRange(Value(model, name).pow(2).mean().ToSingle() / variance, 0.87, 1.13);
    }

    [Theory]
    [InlineData("transformer.encoder.layers.0.linear1.bias", 32)]
    [InlineData("transformer.encoder.layers.0.linear2.bias", 16)]
    [InlineData("transformer.decoder.ref_point_head.layers.0.bias", 64)]
    public void LinearBiases_StayInTheDefaultsBound(string name, int inputs)
    {
        using var scope = torch.NewDisposeScope();
        using var model = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 5);
        var largest = Value(model, name).abs().max().ToSingle();
        // 16 draws or more reach half of the bound but for a probability of 2^-16.
        Assert.InRange(largest, 0.5 / Math.Sqrt(inputs), 1 / Math.Sqrt(inputs) * (1 + 1e-6));
    }

    [Theory]
    [InlineData("transformer.decoder.layers.0.self_attn.in_proj_bias")]
    [InlineData("transformer.decoder.layers.0.self_attn.out_proj.bias")]
    [InlineData("input_proj.0.0.bias")]
    public void AttentionAndProjectionBiases_StartAtZero(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var model = new DinoDetector(Small, new ReferenceMsDeformAttnOp(), seed: 5);
        Assert.Equal(0, Value(model, name).abs().sum().ToSingle());
    }

    private static torch.Tensor Value(DinoDetector model, string name) => model.StateDict().Single(entry => entry.Key == name).Value;
}
