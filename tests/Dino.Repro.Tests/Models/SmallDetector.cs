using Dino.Model;
using Dino.Model.Configuration;
using Dino.Ops;

namespace Dino.Repro.Tests.Models;

/// <summary>The whole architecture in a size that a test can build and run.</summary>
internal static class SmallDetector
{
    public static DinoConfig Config { get; } = DinoConfig.FourScaleR50 with
    {
        Backbone = "resnet",
        BackboneBlocks = [1, 1, 1, 1],
        BackboneBaseWidth = 4,
        HiddenDim = 32,
        DimFeedforward = 16,
        EncLayers = 1,
        DecLayers = 2,
        NumQueries = 20,
        NumSelect = 10,
        NumClasses = 7,
        DnLabelbookSize = 7,
    };

    public static DinoDetector Create(DinoConfig config, long seed)
    {
        var model = new DinoDetector(config, new ReferenceMsDeformAttnOp(), seed);
        model.eval();
        return model;
    }
}
