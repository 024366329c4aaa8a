using Dino.Model.Backbone;
using Dino.Model.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Backbone;

public sealed class ResNetTests
{
    private static readonly DinoConfig Narrow = TestModels.Tiny with { ReturnIntermIndices = [0, 2, 3], BackboneBlocks = [1, 2, 1, 1] };

    [Fact]
    public void Forward_ReturnsTheChosenStagesRoundedUp()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = new ResNet(Narrow);

        var maps = network.Forward(randn(1, 3, 65, 97));

        Assert.Equal(3, maps.Count);
        Assert.Equal([1, 16, 17, 25], maps[0].shape);
        Assert.Equal([1, 64, 5, 7], maps[1].shape);
        Assert.Equal([1, 128, 3, 4], maps[2].shape);
    }

    [Theory]
    [InlineData(0, "conv1.weight")]
    [InlineData(1, "layer1.0.conv1.weight")]
    [InlineData(2, "layer2.0.conv1.weight")]
    [InlineData(4, "layer4.0.conv1.weight")]
    [InlineData(5, null)]
    public void FreezeAt_CountsPartsFromTheStem(int freezeAt, string? firstTrained)
    {
        using var network = new ResNet(Narrow with { FreezeAt = freezeAt });
        Assert.Equal(firstTrained, network.named_parameters().FirstOrDefault(entry => entry.parameter.requires_grad).name);
    }

    [Theory]
    [InlineData("resnet50", 53)]
    [InlineData("resnet101", 104)]
    public void NamedBackbone_HasItsConvolutions(string backbone, int convolutions)
    {
        using var network = new ResNet(DinoConfig.FourScaleR50 with { Backbone = backbone, BackboneBaseWidth = 2 });
        Assert.Equal(convolutions, network.parameters().Count());
    }

    [Fact]
    public void InputProjection_SecondExtraLevel_TakesTheFirst()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var config = TestModels.Tiny with { NumFeatureLevels = 5 };
        using var projections = InputProjection.Create(config);

        foreach (var projection in projections)
        {
            // float64, which takes the plain path: the same numbers to the last bit.
            projection.to(float64);
        }

        foreach (var parameter in projections.SelectMany(projection => projection.parameters()))
        {
            // TorchSharp 0.107 leaves a new GroupNorm's parameters as the memory was; in a model the initializer sets them.
            parameter.uniform_(-1, 1);
        }

        var features = config.ReturnIntermIndices.Select(stage => randn([1, ResNet.Channels(config, stage), 16 >> stage, 16 >> stage], float64)).ToList();

        var levels = InputProjection.Project(projections, features);

        Assert.Equal([8, 4, 2, 1, 1], levels.Select(level => level.shape[2]));
        TestModels.AssertClose(projections[3].call(features[^1]), levels[3], 0);
        TestModels.AssertClose(projections[4].call(levels[3]), levels[4], 0);
    }
}
