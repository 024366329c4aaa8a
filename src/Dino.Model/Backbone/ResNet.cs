using Dino.Model.Configuration;
using Dino.Torch.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>ResNet without its classifier (He et al., 1512.03385, Table 1), returning the maps of chosen stages.</summary>
internal sealed class ResNet : Module
{
    private const int StemStride = 2;

    [ComponentName(Name = "conv1")]
    private readonly Conv2d _conv1;

    [ComponentName(Name = "bn1")]
    private readonly FrozenBatchNorm _bn1;

    private readonly ConvNorm _stem;
    private readonly List<ModuleList<Bottleneck>> _stages = [];
    private readonly IReadOnlyList<int> _returned;

    public ResNet(DinoConfig config)
        : base(nameof(ResNet))
    {
        OneDnnGuard.Ensure();
        var tracksStatistics = config.BackboneNorm == "batch";
        _returned = config.ReturnIntermIndices;
        var channels = (long)config.BackboneBaseWidth;
        _conv1 = Conv2d(3, channels, 7, StemStride, padding: 3, bias: false);
        _bn1 = new FrozenBatchNorm(channels, tracksStatistics);
        RegisterComponents();
        _stem = new ConvNorm(_conv1, _bn1);

        for (var stage = 0; stage <= _returned[^1]; stage++)
        {
            var inner = (long)config.BackboneBaseWidth << stage;
            var blocks = new ModuleList<Bottleneck>();
            for (var block = 0; block < config.ResolvedBackboneBlocks[stage]; block++)
            {
                // The pooling after the stem already halves the map for the first stage.
                blocks.Add(new Bottleneck(channels, inner, stride: block == 0 && stage > 0 ? 2 : 1, tracksStatistics));
                channels = inner * Bottleneck.Expansion;
            }

            _stages.Add(blocks);
            register_module($"layer{stage + 1}", blocks);
        }

        Freeze(config.FreezeAt);
    }

    /// <summary>Channels of stage <paramref name="stage"/>'s map.</summary>
    public static long Channels(DinoConfig config, int stage) => ((long)config.BackboneBaseWidth << stage) * Bottleneck.Expansion;

    public void Initialize(Generator generator)
    {
        _stem.Initialize(generator);
        foreach (var block in _stages.SelectMany(blocks => blocks))
        {
            block.Initialize(generator);
        }
    }

    /// <param name="pixels">[batch, 3, H, W].</param>
    /// <returns>The returned stages' maps, [batch, channels, H / 2^(stage + 2), W / 2^(stage + 2)], rounded up; owned by the caller.</returns>
    public List<Tensor> Forward(Tensor pixels)
    {
        var maps = new List<Tensor>();
        var x = Stem(pixels);
        for (var stage = 0; stage < _stages.Count; stage++)
        {
            var input = x;
            x = Stage(_stages[stage], input);
            if (!_returned.Contains(stage - 1))
            {
                input.Dispose();
            }

            if (_returned.Contains(stage))
            {
                maps.Add(x);
            }
        }

        return maps;
    }

    /// <returns>[batch, base width, H / 4, W / 4], rounded up; owned by the caller.</returns>
    private Tensor Stem(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        return functional.max_pool2d(_stem.Forward(ChannelsLast(pixels), relu: true), 3, stride: 2, padding: 1).MoveToOuterDisposeScope();
    }

    /// <summary>Frees each map once the next block has read it: those of a large image are 60 MB each.</summary>
    private static Tensor Stage(ModuleList<Bottleneck> blocks, Tensor input)
    {
        var x = blocks[0].Forward(input);
        for (var block = 1; block < blocks.Count; block++)
        {
            using var read = x;
            x = blocks[block].Forward(read);
        }

        return x;
    }

    /// <summary>The order in memory that the CPU's float32 convolutions, norms and pooling are fastest in (a third of the backbone's time), and that makes tokens of a map
    /// without copying; what follows keeps it. Same values, same shape.</summary>
    private static Tensor ChannelsLast(Tensor pixels)
        => pixels.device_type == DeviceType.CPU && pixels.dtype == ScalarType.Float32 ? pixels.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : pixels;

    private void Freeze(int parts)
    {
        foreach (var (name, parameter) in named_parameters())
        {
            var part = name.StartsWith("layer", StringComparison.Ordinal) ? name["layer".Length] - '0' : 0;
            parameter.requires_grad = part >= parts;
        }
    }
}

/// <summary>The backbone under the name that checkpoints give it (backbone.0.body; reference: BackboneBase in models/dino/backbone.py).</summary>
internal sealed class DetectionBackbone : Module
{
    [ComponentName(Name = "body")]
    private readonly ResNet _body;

    public DetectionBackbone(DinoConfig config)
        : base(nameof(DetectionBackbone))
    {
        _body = new ResNet(config);
        RegisterComponents();
    }

    public void Initialize(Generator generator) => _body.Initialize(generator);

    public List<Tensor> Forward(Tensor pixels) => _body.Forward(pixels);
}
