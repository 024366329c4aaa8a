using Dino.Ops.Dense;
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

    /// <summary>Convolution, then this norm, then ReLU if wanted. Stored statistics make the norm an affine map, which folds into the convolution's weight: one
    /// pass over the map instead of three. The caller owns the result.</summary>
    /// <param name="plus">Of the result's shape, added before the ReLU; null adds nothing.</param>
    public Tensor Normalize(Conv2d convolution, Tensor input, bool relu = false, Tensor? plus = null)
    {
        using var scope = NewDisposeScope();
        var dtype = Autocast.TypeFor(input);
        var map = input.to(dtype);
        if (!_tracksStatistics || !training)
        {
            var (weight, bias) = FrozenWeights.Derive(this, dtype, () => Fold(convolution, dtype));
            return DenseOps.Convolution(map, weight, bias, convolution.stride[0], convolution.padding![0], relu, plus).MoveToOuterDisposeScope();
        }

        var product = DenseOps.Convolution(map, convolution.weight!.to(dtype), bias: null, convolution.stride[0], convolution.padding![0]);
        var normed = functional.batch_norm(product, _mean, _variance, _weight, _bias, training: true, Momentum, Epsilon);
        var sum = plus is null ? normed : normed.add_(plus);
        return (relu ? sum.relu_() : sum).MoveToOuterDisposeScope();
    }

    private (Tensor Weight, Tensor Bias) Fold(Conv2d convolution, ScalarType dtype)
    {
        var scale = (_variance + Epsilon).rsqrt_().mul_(_weight);
        var shift = _bias.addcmul(_mean, scale, -1);
        return ((convolution.weight! * scale.view(-1, 1, 1, 1)).to(dtype), shift.to(dtype));
    }
}
