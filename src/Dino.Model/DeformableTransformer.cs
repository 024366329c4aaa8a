using Dino.Model.Attention;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Encoder;
using Dino.Model.Initialization;
using Dino.Model.Inputs;
using Dino.Model.Queries;
using Dino.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model;

/// <summary>Encoder, query selection and decoder (DINO 2203.03605, Fig. 2; reference: models/dino/deformable_transformer.py).</summary>
internal sealed class DeformableTransformer : Module
{
    [ComponentName(Name = "level_embed")]
    private readonly Parameter _levelEmbedding;

    [ComponentName(Name = "encoder")]
    private readonly DeformableEncoder _encoder;

    [ComponentName(Name = "decoder")]
    private readonly DeformableDecoder _decoder;

    [ComponentName(Name = "tgt_embed")]
    private readonly Embedding _contentEmbedding;

    [ComponentName(Name = "enc_output")]
    private readonly Linear _outputProjection;

    [ComponentName(Name = "enc_output_norm")]
    private readonly LayerNorm _outputNorm;

    [ComponentName(Name = "enc_out_bbox_embed")]
    private readonly Mlp _boxHead;

    [ComponentName(Name = "enc_out_class_embed")]
    private readonly Linear _classHead;

    private readonly MixedQuerySelection _selection;

    public DeformableTransformer(DinoConfig config, IMsDeformAttnOp op)
        : base(nameof(DeformableTransformer))
    {
        _levelEmbedding = new Parameter(empty(config.NumFeatureLevels, config.HiddenDim));
        _encoder = new DeformableEncoder(config, op);
        _decoder = new DeformableDecoder(config, op);
        _contentEmbedding = Embedding(config.NumQueries, config.HiddenDim);
        _outputProjection = Linear(config.HiddenDim, config.HiddenDim);
        _outputNorm = LayerNorm(config.HiddenDim);
        _boxHead = PredictionHeads.Box(config);
        _classHead = PredictionHeads.Class(config);
        _selection = new MixedQuerySelection(config.NumQueries, _outputProjection, _outputNorm, _classHead, _boxHead);
        RegisterComponents();
    }

    /// <summary>Draws its parameters. The encoder's heads start as copies of the decoder's first.</summary>
    public void Initialize(Generator generator)
    {
        _levelEmbedding.normal_(0, 1, generator);
        _encoder.Initialize(generator);
        _decoder.Initialize(generator);
        Initial.Xavier(_contentEmbedding.weight!, generator);
        Initial.XavierWithBias(_outputProjection, generator);
        Initial.Identity(_outputNorm);
        _decoder.CopyFirstHeads(_boxHead, _classHead);
    }

    /// <param name="tokens">[batch, tokens, hidden].</param>
    /// <param name="positions">[batch or 1, tokens, hidden], without the level embedding.</param>
    /// <returns>Memory, [batch, tokens, hidden]; owned by the caller.</returns>
    public Tensor Encode(Tensor tokens, Tensor positions, LevelGeometry geometry, IAttentionObserver? observer)
    {
        using var scope = NewDisposeScope();
        var leveled = positions + _levelEmbedding.index_select(0, geometry.LevelOfToken);
        return _encoder.Forward(tokens, leveled, geometry, observer).MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="MixedQuerySelection.BestTokens"/>
    public Tensor BestTokens(Tensor memory, LevelGeometry geometry) => _selection.BestTokens(memory, geometry);

    /// <inheritdoc cref="MixedQuerySelection.Select"/>
    public SelectedQueries Select(Tensor memory, LevelGeometry geometry, Tensor tokens) => _selection.Select(memory, geometry, tokens);

    /// <summary>Decodes the matching queries, after the denoising queries if there are any.</summary>
    /// <returns>Predictions of every layer, first layer first, denoising queries first; owned by the caller.</returns>
    public List<PredictionSet> Decode(
        SelectedQueries selected, DecoderQueries? denoising, Tensor memory, LevelGeometry geometry, IAttentionObserver? observer)
    {
        using var scope = NewDisposeScope();
        // Contents are learned in order of score: where there are fewer queries than usual, the first ones are meant.
        var learned = _contentEmbedding.weight!.narrow(0, 0, selected.BoxLogits.shape[1]);
        var content = learned.unsqueeze(0).expand(memory.shape[0], -1, -1);
        var queries = denoising is null
            ? new DecoderQueries(content, selected.BoxLogits, Blocked: null)
            : new DecoderQueries(
                cat([denoising.Content, content], 1), cat([denoising.BoxLogits, selected.BoxLogits], 1), denoising.Blocked);
        return _decoder.Forward(queries, memory, geometry, observer)
            .ConvertAll(set => new PredictionSet(set.Logits.MoveToOuterDisposeScope(), set.BoxesCxCyWh.MoveToOuterDisposeScope()));
    }
}
