using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Torch.Dense;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Queries;

/// <summary>Mixed query selection (DINO 2203.03605, Sec. 3.4, Fig. 5c): the best-scored tokens of the encoder give the decoder's first anchors,
/// while the queries' contents are learned. Borrows its modules from the transformer.</summary>
internal sealed class MixedQuerySelection(int queries, Linear outputProjection, LayerNorm outputNorm, Linear classHead, Mlp boxHead)
{
    /// <param name="memory">[batch, tokens, hidden].</param>
    /// <returns>[batch, min(queries, tokens)] int64, the tokens with the largest score of any class, best first; owned by the
    /// caller. A long thin image has fewer tokens than there are queries: all become queries (the reference fails).</returns>
    public Tensor BestTokens(Tensor memory, LevelGeometry geometry)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (_, invalid) = EncoderProposals.Create(geometry);
        var scores = PredictionHeads.Apply(classHead, Embed(memory.masked_fill(invalid, 0))).amax([-1]);
        return scores.topk((int)Math.Min(queries, scores.shape[1]), 1).indexes.MoveToOuterDisposeScope();
    }

    /// <param name="memory">[batch, tokens, hidden].</param>
    /// <param name="tokens">[batch, queries] int64.</param>
    /// <returns>Owned by the dispose scope of the caller.</returns>
    public SelectedQueries Select(Tensor memory, LevelGeometry geometry, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (proposals, invalid) = EncoderProposals.Create(geometry);

        // Only the chosen rows enter the graph; the reference computes all rows and gathers afterwards, which gives the same.
        var rows = Gather(memory, tokens).masked_fill(Gather(invalid.expand(memory.shape[0], -1, -1), tokens), 0);
        var chosen = Embed(rows);
        var logits = PredictionHeads.Apply(classHead, chosen);
        var anchors = Gather(proposals.expand(memory.shape[0], -1, -1), tokens);
        var boxLogits = PredictionHeads.Apply(boxHead, chosen) + anchors;
        return new SelectedQueries(
            boxLogits.detach().MoveToOuterDisposeScope(),
            new PredictionSet(logits.MoveToOuterDisposeScope(), boxLogits.sigmoid().MoveToOuterDisposeScope()),
            new PredictionSet(logits.alias().MoveToOuterDisposeScope(), anchors.sigmoid().to(memory.dtype).MoveToOuterDisposeScope()));
    }

    /// <summary>[batch, rows, columns] at the rows [batch, queries].</summary>
    private static Tensor Gather(Tensor source, Tensor rows) => source.gather(1, rows.unsqueeze(-1).expand(-1, -1, source.shape[2]));

    private Tensor Embed(Tensor rows)
    {
        using var allDigits = Autocast.To(ScalarType.Float32);
        return outputNorm.call(DenseOps.Linear(outputProjection, rows));
    }
}

/// <summary>The queries chosen from the encoder's output. Owned by the dispose scope they were made in.</summary>
/// <param name="BoxLogits">[batch, queries, 4], regressed boxes before the sigmoid, detached: the decoder's first anchors.</param>
/// <param name="Intermediate">The encoder's own predictions for them, differentiable.</param>
/// <param name="BeforeRegression">The same logits with the proposals' boxes before regression.</param>
internal sealed record SelectedQueries(torch.Tensor BoxLogits, PredictionSet Intermediate, PredictionSet BeforeRegression);
