using Dino.Model.Configuration;
using Dino.Model.Initialization;
using Dino.Torch.Dense;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>Brings every level to the hidden size and makes the levels below the backbone's last (Deformable DETR 2010.04159, Sec. 4.1 and
/// appendix A.2).</summary>
internal static class InputProjection
{
    public static ModuleList<Sequential> Create(DinoConfig config)
    {
        var projections = new ModuleList<Sequential>();
        var channels = 0L;
        foreach (var stage in config.ReturnIntermIndices)
        {
            channels = ResNet.Channels(config, stage);
            projections.Add(Sequential(Conv2d(channels, config.HiddenDim, 1), GroupNorm(DinoConfig.ProjectionNormGroups, config.HiddenDim)));
        }

        while (projections.Count < config.NumFeatureLevels)
        {
            projections.Add(Sequential(Conv2d(channels, config.HiddenDim, 3, stride: 2, padding: 1), GroupNorm(DinoConfig.ProjectionNormGroups, config.HiddenDim)));
            channels = config.HiddenDim;
        }

        return projections;
    }

    public static void Initialize(ModuleList<Sequential> projections, Generator generator)
    {
        foreach (var projection in projections)
        {
            var (convolution, norm) = ((Conv2d)projection[0], (GroupNorm)projection[1]);
            Initial.Xavier(convolution.weight!, generator);
            convolution.bias!.zero_();
            Initial.Identity(norm.weight!, norm.bias!);
        }
    }

    /// <param name="features">The backbone's maps.</param>
    /// <returns>One map [batch, hidden, H, W] a level; owned by the caller.</returns>
    public static List<Tensor> Project(ModuleList<Sequential> projections, IReadOnlyList<Tensor> features)
    {
        var levels = new List<Tensor>(projections.Count);
        for (var level = 0; level < projections.Count; level++)
        {
            // The first extra level takes the backbone's raw last map, a further one the projected map before it.
            var source = level < features.Count ? features[level] : level == features.Count ? features[^1] : levels[^1];
            levels.Add(Project((Conv2d)projections[level][0], (GroupNorm)projections[level][1], source));
        }

        return levels;
    }

    private static Tensor Project(Conv2d convolution, GroupNorm norm, Tensor source)
    {
        using var scope = NewDisposeScope();
        var dtype = Autocast.TypeFor(source);
        var (weight, bias) = FrozenWeights.Derive(convolution, dtype, () => (convolution.weight!.to(dtype), convolution.bias!.to(dtype)));
        var product = DenseOps.Convolution(source.to(dtype), weight, bias, convolution.stride[0], convolution.padding![0]);
        return norm.call(product.to(norm.weight!.dtype)).MoveToOuterDisposeScope();
    }
}
