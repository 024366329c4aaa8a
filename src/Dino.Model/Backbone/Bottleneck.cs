using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>Residual block 1x1, 3x3, 1x1 with the stride in the 3x3 convolution ("v1.5", as torchvision's ResNet).</summary>
internal sealed class Bottleneck : Module
{
    /// <summary>Output channels over inner channels.</summary>
    public const int Expansion = 4;

    [ComponentName(Name = "conv1")]
    private readonly Conv2d _conv1;

    [ComponentName(Name = "bn1")]
    private readonly FrozenBatchNorm _bn1;

    [ComponentName(Name = "conv2")]
    private readonly Conv2d _conv2;

    [ComponentName(Name = "bn2")]
    private readonly FrozenBatchNorm _bn2;

    [ComponentName(Name = "conv3")]
    private readonly Conv2d _conv3;

    [ComponentName(Name = "bn3")]
    private readonly FrozenBatchNorm _bn3;

    [ComponentName(Name = "downsample")]
    private readonly ProjectionShortcut? _downsample;

    private readonly ConvNorm _reduce;
    private readonly ConvNorm _spatial;
    private readonly ConvNorm _expand;

    public Bottleneck(long inputChannels, long innerChannels, long stride, bool tracksStatistics)
        : base(nameof(Bottleneck))
    {
        var outputChannels = innerChannels * Expansion;
        _conv1 = Conv2d(inputChannels, innerChannels, 1, bias: false);
        _bn1 = new FrozenBatchNorm(innerChannels, tracksStatistics);
        _conv2 = Conv2d(innerChannels, innerChannels, 3, stride, padding: 1, bias: false);
        _bn2 = new FrozenBatchNorm(innerChannels, tracksStatistics);
        _conv3 = Conv2d(innerChannels, outputChannels, 1, bias: false);
        _bn3 = new FrozenBatchNorm(outputChannels, tracksStatistics);
        _downsample = stride != 1 || inputChannels != outputChannels
            ? new ProjectionShortcut(inputChannels, outputChannels, stride, tracksStatistics)
            : null;
        RegisterComponents();
        (_reduce, _spatial, _expand) = (new ConvNorm(_conv1, _bn1), new ConvNorm(_conv2, _bn2), new ConvNorm(_conv3, _bn3));
    }

    public void Initialize(Generator generator)
    {
        _reduce.Initialize(generator);
        _spatial.Initialize(generator);
        _expand.Initialize(generator);
        _downsample?.Initialize(generator);
    }

    /// <returns>[batch, 4 * innerChannels, H / stride, W / stride], rounded up.</returns>
    public Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _spatial.Forward(_reduce.Forward(input, relu: true), relu: true);
        return _expand.Forward(x, relu: true, plus: _downsample?.Forward(input) ?? input).MoveToOuterDisposeScope();
    }
}

/// <summary>Strided 1x1 convolution and norm beside the first block of a stage.</summary>
internal sealed class ProjectionShortcut : Module
{
    [ComponentName(Name = "0")]
    private readonly Conv2d _convolution;

    [ComponentName(Name = "1")]
    private readonly FrozenBatchNorm _norm;

    private readonly ConvNorm _project;

    public ProjectionShortcut(long inputChannels, long outputChannels, long stride, bool tracksStatistics)
        : base(nameof(ProjectionShortcut))
    {
        _convolution = Conv2d(inputChannels, outputChannels, 1, stride, bias: false);
        _norm = new FrozenBatchNorm(outputChannels, tracksStatistics);
        RegisterComponents();
        _project = new ConvNorm(_convolution, _norm);
    }

    public void Initialize(Generator generator) => _project.Initialize(generator);

    public Tensor Forward(Tensor input) => _project.Forward(input);
}
