using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>Batch normalization with stored statistics and a fixed affine part, all buffers (reference: FrozenBatchNorm2d in
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

    /// <param name="tracksStatistics">While in training mode, normalize by the batch and move the stored statistics towards it.</param>
    public FrozenBatchNorm(long channels, bool tracksStatistics)
        : base(nameof(FrozenBatchNorm))
    {
        _tracksStatistics = tracksStatistics;
        (_weight, _bias) = (ones(channels), zeros(channels));
        (_mean, _variance) = (zeros(channels), ones(channels));
        RegisterComponents();
    }

    /// <summary>Whether it normalizes by the statistics of the batch, and so is no fixed map.</summary>
    public bool UsesBatch => _tracksStatistics && training;

    /// <summary>Normalizes by the statistics of the batch and moves the stored ones towards them.</summary>
    /// <param name="map">[batch, channels, H, W].</param>
    /// <returns>Of the same shape; owned by the caller.</returns>
    public Tensor Normalize(Tensor map)
        => functional.batch_norm(map, _mean, _variance, _weight, _bias, training: true, Momentum, Epsilon);

    /// <summary>The map that stored statistics make it: channel * Scale + Shift.</summary>
    /// <returns>[channels] each; owned by the caller.</returns>
    public (Tensor Scale, Tensor Shift) Affine()
    {
        var scale = (_variance + Epsilon).rsqrt_().mul_(_weight);
        return (scale, _bias.addcmul(_mean, scale, -1));
    }
}
