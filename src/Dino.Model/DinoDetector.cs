using Dino.Core;
using Dino.Model.Attention;
using Dino.Model.Backbone;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Denoising;
using Dino.Model.Inputs;
using Dino.Model.Profiling;
using Dino.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Dino.Model;

/// <summary>DINO: DETR with improved denoising anchor boxes (arXiv 2203.03605; reference: models/dino/dino.py).</summary>
public sealed class DinoDetector : nn.Module
{
    [ComponentName(Name = "transformer")]
    private readonly DeformableTransformer _transformer;

    [ComponentName(Name = "label_enc")]
    private readonly Embedding _labelEmbedding;

    [ComponentName(Name = "input_proj")]
    private readonly ModuleList<Sequential> _inputProjections;

    [ComponentName(Name = "backbone")]
    private readonly ModuleList<DetectionBackbone> _backbone;

    private readonly SinePositionEncoding _positionEncoding;

    /// <param name="op">The deformable-attention implementation; shared, not owned.</param>
    /// <param name="seed">Decides the initial parameters.</param>
    /// <exception cref="BadInputException">The configuration does not describe a model; the message names the key.</exception>
    public DinoDetector(DinoConfig config, IMsDeformAttnOp op, long seed)
        : base(nameof(DinoDetector))
    {
        DinoConfigRules.Check(config);
        Config = config;
        _positionEncoding = new SinePositionEncoding(config.HiddenDim, config.PeTemperatureH, config.PeTemperatureW);
        _transformer = new DeformableTransformer(config, op);
        _labelEmbedding = nn.Embedding(config.DnLabelbookSize + 1, config.HiddenDim);
        _inputProjections = InputProjection.Create(config);
        _backbone = [new DetectionBackbone(config)];
        RegisterComponents();
        Initialize(seed);
    }

    public DinoConfig Config { get; }

    /// <summary>Predicts; in training mode with use_dn also denoises.</summary>
    /// <param name="targets">One an image; needed for denoising.</param>
    /// <param name="noise">Needed for denoising.</param>
    /// <param name="observer">Sees every attention; null costs nothing.</param>
    /// <param name="clock">Takes the time of every stage; already started.</param>
    /// <returns>Predictions, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Denoising lacks targets or noise.</exception>
    public DinoOutput Forward(
        ImageBatch images,
        IReadOnlyList<DetectionTarget>? targets = null,
        IDenoisingNoise? noise = null,
        IAttentionObserver? observer = null,
        StageClock? clock = null)
    {
        using var encoded = Encode(images, observer, clock);
        return Decode(encoded, targets, noise, observer, tokens: null, clock);
    }

    /// <summary>The first half of <see cref="Forward"/>: backbone, position encoding and encoder.</summary>
    /// <returns>Owned by the caller.</returns>
    public EncodedImages Encode(ImageBatch images, IAttentionObserver? observer = null, StageClock? clock = null)
    {
        using var scope = NewDisposeScope();
        var features = _backbone[0].Forward(images.Pixels);
        clock?.Lap("backbone");
        var maps = InputProjection.Project(_inputProjections, features);
        var geometry = LevelGeometry.Create(images.PaddingMask, [.. maps.Select(map => new LevelShape((int)map.shape[2], (int)map.shape[3]))], images.IsPadded);
        var tokens = Tokens(maps);
        maps.ForEach(map => map.Dispose());
        var positions = _positionEncoding.Encode(geometry);
        var memory = _transformer.Encode(tokens, positions, geometry, observer);
        clock?.Lap("encoder");
        geometry.MoveToOuterDisposeScope();
        return new EncodedImages(
            features.ConvertAll(map => map.MoveToOuterDisposeScope()),
            positions.MoveToOuterDisposeScope(),
            memory.MoveToOuterDisposeScope(),
            geometry);
    }

    /// <summary>The tokens that become queries.</summary>
    /// <returns>[batch, queries] int64, best first: num_queries, or all tokens if those are fewer; the caller's.</returns>
    public Tensor SelectTokens(EncodedImages encoded) => _transformer.BestTokens(encoded.Memory, encoded.Geometry);

    /// <summary>The second half of <see cref="Forward"/>: query selection, denoising queries and decoder.</summary>
    /// <param name="tokens">Tokens that become queries, in this order, in place of those of <see cref="SelectTokens"/>: to compare runs of different
    /// precision, in which tokens of almost the same score may change places.</param>
    /// <returns>Owned by the caller.</returns>
    public DinoOutput Decode(
        EncodedImages encoded,
        IReadOnlyList<DetectionTarget>? targets = null,
        IDenoisingNoise? noise = null,
        IAttentionObserver? observer = null,
        Tensor? tokens = null,
        StageClock? clock = null)
    {
        using var scope = NewDisposeScope();
        var chosen = tokens ?? SelectTokens(encoded);
        var denoising = training && Config.UseDn ? DenoisingQueries(encoded, (int)chosen.shape[1], targets, noise) : null;
        var selected = _transformer.Select(encoded.Memory, encoded.Geometry, chosen);
        clock?.Lap("selection");
        var queries = denoising is null ? null : new DecoderQueries(denoising.Content, denoising.BoxLogits, denoising.AttentionMask);
        var layers = _transformer.Decode(selected, queries, encoded.Memory, encoded.Geometry, observer);
        if (training && denoising is null)
        {
            layers[0] = layers[0] with { Logits = layers[0].Logits + UnusedLabelEmbedding() };
        }

        clock?.Lap("decoder");
        return DinoOutputs.Assemble(layers, selected, denoising);
    }

    /// <summary>Every parameter and buffer under the reference's names and in its order, shared heads under each of their names (the same tensor).
    /// The model keeps ownership; moving or converting the model replaces the tensors.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> StateDict() => ModelState.WithAliases(this);

    /// <summary>Parameters that train, each once, under its first name in <see cref="StateDict"/> and in that order. The model keeps ownership.</summary>
    public IReadOnlyList<(string Name, Parameter Value)> TrainableParameters()
        => [.. ModelState.Own(this).Where(entry => entry.Value is Parameter { requires_grad: true }).Select(entry => (entry.Key, (Parameter)entry.Value))];

    /// <returns>The pixels of all maps, row by row, [batch, tokens, hidden]; owned by the caller.</returns>
    private static Tensor Tokens(IEnumerable<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        return cat([.. maps.Select(map => map.flatten(2).transpose(1, 2))], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Draws every parameter. The reference's backbone starts from ImageNet weights; here it starts as torchvision's ResNet does.</summary>
    private void Initialize(long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator((ulong)seed, CPU); // manual_seed would seed torch's global generator
        _transformer.Initialize(generator);
        _labelEmbedding.weight!.normal_(0, 1, generator);
        InputProjection.Initialize(_inputProjections, generator);
        _backbone[0].Initialize(generator);
    }

    /// <param name="matching">Number of matching queries.</param>
    private DenoisingQueries? DenoisingQueries(
        EncodedImages encoded, int matching, IReadOnlyList<DetectionTarget>? targets, IDenoisingNoise? noise)
    {
        if (targets is null || noise is null)
        {
            throw new ArgumentException("denoising (training mode with use_dn) needs targets and noise", targets is null ? nameof(targets) : nameof(noise));
        }

        if (targets.Count != encoded.Memory.shape[0])
        {
            throw new ArgumentException($"{targets.Count} targets for {encoded.Memory.shape[0]} images; expected one an image", nameof(targets));
        }

        var queries = ContrastiveDenoising.Build(Config, _labelEmbedding.weight!, targets, noise, matching);
        return queries.PadSize > 0 ? queries : null;
    }

    /// <summary>0, with a gradient of 0: keeps the label embedding in the graph, so that weight decay reaches it in every step (as in the reference).</summary>
    private Tensor UnusedLabelEmbedding() => _labelEmbedding.weight!.narrow(0, 0, 1).narrow(1, 0, 1).sum() * 0;
}
