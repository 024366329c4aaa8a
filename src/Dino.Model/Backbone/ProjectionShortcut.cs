using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>Strided 1x1 convolution and norm beside the first block of a stage.</summary>
internal sealed class ProjectionShortcut : Module
{
    [ComponentName(Name = "0")]
    private readonly Conv2d _convolution;

    [ComponentName(Name = "1")]
    private readonly FrozenBatchNorm _norm;

    public ProjectionShortcut(long inputChannels, long outputChannels, long stride, bool tracksStatistics)
        : base(nameof(ProjectionShortcut))
    {
        _convolution = Conv2d(inputChannels, outputChannels, 1, stride, bias: false);
        _norm = new FrozenBatchNorm(outputChannels, tracksStatistics);
        RegisterComponents();
    }

    public Tensor Forward(Tensor input) => _norm.Normalize(_convolution, input);
}
