using Dino.Model.Boxes;
using Dino.Model.Denoising;
using Dino.Model.Matching;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Criterion;

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

/// <summary>Which query of which set answers for which target; every set has equally many pairs and set 0 comes first. Its tensors belong to the
/// caller's dispose scope.</summary>
/// <param name="Queries">[sets * pairs] index into the flattened [sets, batch, queries].</param>
/// <param name="Targets">[sets * pairs] index into the <see cref="TargetBatch"/>.</param>
internal sealed record MatchedPairs(Tensor Queries, Tensor Targets)
{
    /// <param name="matches">[set][image].</param>
    public static MatchedPairs Of(IReadOnlyList<IReadOnlyList<Assignment>> matches, OutputSets sets, TargetBatch targets)
    {
        var (queries, targetIndices) = (new List<long>(), new List<long>());
        for (var set = 0; set < sets.Count; set++)
        {
            var firstTarget = 0;
            for (var image = 0; image < sets.Batch; image++)
            {
                var firstQuery = ((set * sets.Batch) + image) * sets.Queries;
                var assignment = matches[set][image];
                queries.AddRange(assignment.Rows.Select(query => (long)firstQuery + query));
                targetIndices.AddRange(assignment.Columns.Select(target => (long)firstTarget + target));
                firstTarget += targets.Counts[image];
            }
        }

        var device = sets.Logits.device;
        return new MatchedPairs(HostTransfer.Write(tensor(queries.ToArray(), int64), device), HostTransfer.Write(tensor(targetIndices.ToArray(), int64), device));
    }

    /// <summary>The pairs of denoising are known: the positive copy of a target answers for it in every group.</summary>
    public static IReadOnlyList<Assignment> OfDenoising(DenoisingGroups groups, TargetBatch targets)
        => [.. targets.Counts.Select(count => new Assignment(
            [.. Enumerable.Range(0, groups.Groups).SelectMany(group => Enumerable.Range(groups.PositiveSlot(group, 0), count))],
            [.. Enumerable.Range(0, groups.Groups).SelectMany(_ => Enumerable.Range(0, count))]))];
}

/// <summary>Sigmoid focal loss with gamma 2 (1708.02002, Eq. 5; reference: sigmoid_focal_loss in models/dino/utils.py). There is no
/// "no object" class: a query without a target is a negative for every class.</summary>
internal static class FocalLoss
{
    /// <summary>Loss of every logit x as a negative: (1 - alpha) p^2 log(1 + e^x).</summary>
    /// <returns>Same shape; the caller owns it.</returns>
    public static Tensor Negative(Tensor logits, double alpha) => Loss(logits, alpha - 1);

    /// <summary>Loss of every logit x as a positive: alpha (1 - p)^2 log(1 + e^-x).</summary>
    /// <returns>Same shape; the caller owns it.</returns>
    public static Tensor Positive(Tensor logits, double alpha)
    {
        using var scope = NewDisposeScope();
        return Loss(logits.neg(), -alpha).MoveToOuterDisposeScope();
    }

    /// <summary>factor * sigmoid(x)^2 * log(sigmoid(-x)); logsigmoid stays exact where p rounds to 0 or 1.</summary>
    private static Tensor Loss(Tensor x, double factor)
    {
        using var scope = NewDisposeScope();
        return (factor * x.sigmoid().square() * nn.functional.logsigmoid(x.neg())).MoveToOuterDisposeScope();
    }
}
