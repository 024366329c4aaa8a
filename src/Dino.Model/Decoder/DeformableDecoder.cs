using Dino.Model.Attention;
using Dino.Model.Configuration;
using Dino.Model.Initialization;
using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Decoder;

/// <summary>Turns queries and their anchor boxes into predictions, layer by layer (DINO 2203.03605, Sec. 3.1 and 3.5).</summary>
internal sealed class DeformableDecoder : Module
{
    [ComponentName(Name = "layers")]
    private readonly ModuleList<DeformableDecoderLayer> _layers = [];

    [ComponentName(Name = "norm")]
    private readonly LayerNorm _norm;

    [ComponentName(Name = "ref_point_head")]
    private readonly Mlp _positionHead;

    [ComponentName(Name = "bbox_embed")]
    private readonly ModuleList<Mlp> _boxHeads = [];

    [ComponentName(Name = "class_embed")]
    private readonly ModuleList<Linear> _classHeads = [];

    private readonly QuerySineEncoding _sineEncoding;

    public DeformableDecoder(DinoConfig config, IMsDeformAttnOp op)
        : base(nameof(DeformableDecoder))
    {
        _sineEncoding = new QuerySineEncoding(config.HiddenDim);
        _norm = LayerNorm(config.HiddenDim);
        _positionHead = new Mlp(2L * config.HiddenDim, config.HiddenDim, config.HiddenDim);
        for (var layer = 0; layer < config.DecLayers; layer++)
        {
            _layers.Add(new DeformableDecoderLayer(config, op));
            if (layer == 0 || !config.DecPredBboxEmbedShare)
            {
                _boxHeads.Add(PredictionHeads.Box(config));
            }

            if (layer == 0 || !config.DecPredClassEmbedShare)
            {
                _classHeads.Add(PredictionHeads.Class(config));
            }
        }

        RegisterComponents();
    }

    /// <summary>Draws its parameters. Where heads are not shared, those of later layers start as copies of the first.</summary>
    public void Initialize(Generator generator)
    {
        foreach (var layer in _layers)
        {
            layer.Initialize(generator);
        }

        Initial.Identity(_norm);
        _positionHead.InitializeXavier(generator);
        PredictionHeads.Initialize(_boxHeads[0], generator);
        PredictionHeads.Initialize(_classHeads[0], generator);
        foreach (var head in _boxHeads.Skip(1))
        {
            head.CopyFrom(_boxHeads[0]);
        }

        foreach (var head in _classHeads.Skip(1))
        {
            Initial.Copy(_classHeads[0], head);
        }
    }

    /// <summary>Gives other heads the values of the first layer's.</summary>
    public void CopyFirstHeads(Mlp boxHead, Linear classHead)
    {
        boxHead.CopyFrom(_boxHeads[0]);
        Initial.Copy(_classHeads[0], classHead);
    }

    /// <param name="memory">[batch, tokens, hidden].</param>
    /// <returns>Predictions of every layer, first layer first; owned by the caller.</returns>
    public List<PredictionSet> Forward(DecoderQueries queries, Tensor memory, LevelGeometry geometry, IAttentionObserver? observer)
    {
        using var scope = NewDisposeScope();
        var ratios = geometry.ValidRatios.to(memory.dtype).repeat(1, 1, 2).unsqueeze(1); // [batch or 1, 1, levels, 4]
        var refinement = new LookForwardTwice(queries.BoxLogits);
        var predictions = new List<PredictionSet>(_layers.Count);
        var x = queries.Content;
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            var references = refinement.Anchors.unsqueeze(2) * ratios;
            var positions = _positionHead.Forward(_sineEncoding.Encode(references.select(2, 0)));
            x = _layers[layer].Forward(
                x, positions, references, memory, geometry, queries.Blocked, observer, new AttentionSite("decoder", layer));

            // The box head serves twice: on the normed output for the prediction, on the raw one for the next layer's anchors.
            var normed = _norm.call(x);
            predictions.Add(new PredictionSet(
                PredictionHeads.Apply(_classHeads[layer % _classHeads.Count], normed).MoveToOuterDisposeScope(),
                refinement.Predict(layer, PredictionHeads.Apply(BoxHead(layer), normed)).MoveToOuterDisposeScope()));
            if (layer + 1 < _layers.Count)
            {
                refinement.Refine(PredictionHeads.Apply(BoxHead(layer), x));
            }
        }

        return predictions;
    }

    /// <summary>A shared head is the only one in its list.</summary>
    private Mlp BoxHead(int layer) => _boxHeads[layer % _boxHeads.Count];
}

/// <summary>What the decoder starts from. Owned by the dispose scope it was made in.</summary>
/// <param name="Content">[batch, queries, hidden].</param>
/// <param name="BoxLogits">[batch, queries, 4], anchor boxes (cx, cy, w, h) before the sigmoid.</param>
/// <param name="Blocked">[queries, queries] bool, true where a row must not see a column; null lets all see all.</param>
internal sealed record DecoderQueries(torch.Tensor Content, torch.Tensor BoxLogits, torch.Tensor? Blocked);
