using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>Batch normalisation with stored statistics and a fixed affine part, all buffers (reference: FrozenBatchNorm2d in
/// models/dino/backbone.py). For training from scratch it can use, and track, the statistics of the batch instead.</summary>
internal sealed class FrozenBatchNorm : Module
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    [ComponentName(Name = "weight")]
    private readonly Tensor _weight;

    [ComponentName(Name = "bias")]
    private readonly Tensor _bias;

    [ComponentName(Name = "running_mean")]
    private readonly Tensor _mean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor _variance;

    private readonly bool _tracksStatistics;

    /// <param name="tracksStatistics">While in training mode, normalise by the batch and move the stored statistics towards it.</param>
    public FrozenBatchNorm(long channels, bool tracksStatistics)
        : base(nameof(FrozenBatchNorm))
    {
        _tracksStatistics = tracksStatistics;
        (_weight, _bias) = (ones(channels), zeros(channels));
        (_mean, _variance) = (zeros(channels), ones(channels));
        RegisterComponents();
    }

    /// <summary>Convolution, then this norm. Stored statistics make the norm an affine map, which folds into the convolution's weight: one
    /// pass over the map instead of three.</summary>
    public Tensor Normalize(Conv2d convolution, Tensor input)
    {
        using var scope = NewDisposeScope();
        if (_tracksStatistics && training)
        {
            return functional.batch_norm(convolution.call(input), _mean, _variance, _weight, _bias, training: true, Momentum, Epsilon)
                .MoveToOuterDisposeScope();
        }

        var scale = (_variance + Epsilon).rsqrt_().mul_(_weight);
        var shift = _bias.addcmul(_mean, scale, -1);
        return functional.conv2d(input, convolution.weight * scale.view(-1, 1, 1, 1), shift, convolution.stride, convolution.padding)
            .MoveToOuterDisposeScope();
    }
}
