using Dino.Model.Boxes;
using Dino.Model.Matching;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Losses;

/// <summary>Losses and logged quantities of stacked output sets (reference: SetCriterion in models/dino/dino.py). Its tensors belong to the caller's
/// dispose scope.</summary>
/// <param name="Trained">[sets, 3]: loss_ce, loss_bbox, loss_giou; differentiable.</param>
/// <param name="Logged">[sets, 3]: loss_xy, loss_hw, cardinality_error; not differentiable.</param>
/// <param name="ClassError">[] 100 - top-1 accuracy in percent over the matched queries of the first set; 100 without targets.</param>
internal sealed record SetLosses(Tensor Trained, Tensor Logged, Tensor ClassError)
{
    /// <summary>[sets, 6] the trained values, detached, then the logged ones; <see cref="LossNames"/> names the columns.</summary>
    public Tensor All => cat([Trained.detach(), Logged], 1);

    /// <summary>What the reference reports for sets that are absent.</summary>
    public static SetLosses Zero(int sets, Tensor like)
        => new(zeros([sets, 3], like.dtype, like.device), zeros([sets, 3], like.dtype, like.device), zeros([], like.dtype, like.device));

    /// <param name="divisor">Targets of the batch (at least 1), for denoising times groups.</param>
    public static SetLosses Compute(OutputSets sets, TargetBatch targets, MatchedPairs pairs, double divisor, double focalAlpha)
    {
        var labels = targets.Labels.index_select(0, pairs.Targets);
        var logits = sets.Logits.flatten(0, 2).index_select(0, pairs.Queries); // [sets * pairs, classes]
        var matched = logits.gather(1, labels.unsqueeze(1)).view(sets.Count, -1);

        // Every logit is a negative except those of a matched query's own class.
        var ce = FocalLoss.Negative(sets.Logits, focalAlpha).flatten(1).sum(1)
            + (FocalLoss.Positive(matched, focalAlpha) - FocalLoss.Negative(matched, focalAlpha)).sum(1);

        var boxes = sets.BoxesCxCyWh.flatten(0, 2).index_select(0, pairs.Queries);
        var targetBoxes = targets.BoxesCxCyWh.index_select(0, pairs.Targets);
        var l1 = (boxes - targetBoxes).abs().view(sets.Count, -1, 4).sum(1); // [sets, 4]
        var giou = BoxOverlap.GeneralizedIou(BoxConversion.CxCyWhToXyXy(boxes), BoxConversion.CxCyWhToXyXy(targetBoxes)).view(sets.Count, -1);
        var trained = stack([ce, l1.sum(1), (1 - giou).sum(1)], 1) / divisor;

        using var noGrad = no_grad();
        var xyAndHw = l1.detach().view(sets.Count, 2, 2).sum(2) / divisor;
        var logged = cat([xyAndHw, CardinalityError(sets, targets).unsqueeze(1)], 1);
        return new SetLosses(trained, logged, ClassErrorOf(logits, labels, labels.shape[0] / sets.Count));
    }

    /// <summary>[sets] mean over images of |predictions whose best class is not the last - targets|. Follows the reference although sigmoid heads
    /// have no "no object" class: do not judge a model by it.</summary>
    private static Tensor CardinalityError(OutputSets sets, TargetBatch targets)
    {
        var predicted = sets.Logits.argmax(-1).ne(sets.Classes - 1).sum(-1).to(sets.Logits.dtype); // [sets, batch]
        var counts = HostTransfer.Write(tensor([.. targets.Counts.Select(count => (double)count)], sets.Logits.dtype), sets.Logits.device);
        return (predicted - counts).abs().mean([1]);
    }

    private static Tensor ClassErrorOf(Tensor logits, Tensor labels, long pairsOfFirstSet)
    {
        if (pairsOfFirstSet == 0)
        {
            return full([], 100, logits.dtype, logits.device);
        }

        var right = logits.narrow(0, 0, pairsOfFirstSet).argmax(-1).eq(labels.narrow(0, 0, pairsOfFirstSet));
        return 100 - (100 * right.to(logits.dtype).mean());
    }
}
