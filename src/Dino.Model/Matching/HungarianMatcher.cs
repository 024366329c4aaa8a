using Dino.Core;
using Dino.Model.Boxes;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Matching;

/// <summary>Pairs queries with targets one to one at the smallest total cost of class, L1 and generalized IoU (DETR, 2005.12872, Sec. 3.1,
/// with the focal class cost of Deformable DETR; reference: models/dino/matcher.py). Never differentiated.</summary>
public sealed class HungarianMatcher(DinoConfig config)
{
    private const double FocalGamma = 2;

    /// <summary>Keeps the logarithm of the class cost finite.</summary>
    private const double LogEpsilon = 1e-8;

    /// <summary>Matches one output set.</summary>
    /// <returns>One assignment an image: rows are queries (ascending), columns targets; min(queries, targets) pairs.</returns>
    /// <exception cref="BadInputException">A prediction is not finite, a target box is not finite or a label is not a class; the message
    /// names tensor, image and element.</exception>
    public IReadOnlyList<Assignment> Match(PredictionSet predictions, IReadOnlyList<DetectionTarget> targets)
    {
        using var scope = NewDisposeScope();
        var sets = OutputSets.Of([("final", predictions)]);
        return Match(sets, TargetBatch.Of(targets, sets.Logits.dtype, sets.Logits.device))[0];
    }

    /// <summary>The costs that <see cref="Match(PredictionSet, IReadOnlyList{DetectionTarget})"/> makes smallest in sum.</summary>
    /// <returns>[image][query * targets of the image + target].</returns>
    /// <exception cref="BadInputException">As <see cref="Match(PredictionSet, IReadOnlyList{DetectionTarget})"/>.</exception>
    public IReadOnlyList<double[]> Costs(PredictionSet predictions, IReadOnlyList<DetectionTarget> targets)
    {
        using var scope = NewDisposeScope();
        var sets = OutputSets.Of([("final", predictions)]);
        var batch = TargetBatch.Of(targets, sets.Logits.dtype, sets.Logits.device);
        return [.. CostsOfImages(CostsOnHost(sets, batch), 0, sets.Queries, batch)];
    }

    /// <summary>Matches all sets with one transfer to the host, of their costs and whether all that they come from is in order.</summary>
    /// <returns>[set][image].</returns>
    internal IReadOnlyList<IReadOnlyList<Assignment>> Match(OutputSets sets, TargetBatch targets)
    {
        var cost = CostsOnHost(sets, targets);
        return [.. Enumerable.Range(0, sets.Count).Select(set => MatchImages(cost, set, sets.Queries, targets))];
    }

    /// <summary>[sets, targets, queries] row-major: only pairs of the same image are computed.</summary>
    private double[] CostsOnHost(OutputSets sets, TargetBatch targets)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var good = MatcherInputs.AreGood(sets, targets).to(float64).view(1);
        var values = HostTransfer.Read<double>(targets.Total == 0 ? good : cat([Costs(sets, targets).to(float64).flatten(), good]));
        if (values[^1] == 0)
        {
            MatcherInputs.ThrowFirst(sets, targets);
        }

        return values[..^1];
    }

    private Tensor Costs(OutputSets sets, TargetBatch targets)
    {
        var boxes = sets.BoxesCxCyWh.index_select(1, targets.Images); // [sets, targets, queries, 4]
        var targetBoxes = targets.BoxesCxCyWh.unsqueeze(1);
        var l1 = (boxes - targetBoxes).abs().sum(-1);
        var giou = BoxOverlap.GeneralizedIou(BoxConversion.CxCyWhToXyXy(boxes), BoxConversion.CxCyWhToXyXy(targetBoxes));
        return (config.SetCostBbox * l1) + (config.SetCostClass * ClassCost(sets, targets)) - (config.SetCostGiou * giou);
    }

    private Tensor ClassCost(OutputSets sets, TargetBatch targets)
    {
        // A label that is no class is reported once the costs are on the host, and must not be an index before that.
        var labels = targets.Labels.clamp(0, sets.Classes - 1);
        var logits = sets.Logits.index(TensorIndex.Colon, TensorIndex.Tensor(targets.Images), TensorIndex.Colon, TensorIndex.Tensor(labels));
        var p = logits.transpose(0, 1).sigmoid(); // indexing put the targets first: [targets, sets, queries]
        var positive = config.FocalAlpha * (1 - p).pow(FocalGamma) * -(p + LogEpsilon).log();
        var negative = (1 - config.FocalAlpha) * p.pow(FocalGamma) * -(1 - p + LogEpsilon).log();
        return positive - negative;
    }

    private static Assignment[] MatchImages(double[] cost, int set, int queries, TargetBatch targets)
        => [.. CostsOfImages(cost, set, queries, targets).Zip(targets.Counts, (ofImage, count) => LinearAssignment.Solve(ofImage, queries, count))];

    /// <summary>[image][query, target] of one set.</summary>
    private static IEnumerable<double[]> CostsOfImages(double[] cost, int set, int queries, TargetBatch targets)
    {
        var first = set * targets.Total;
        foreach (var count in targets.Counts)
        {
            var byQuery = new double[queries * count];
            for (var target = 0; target < count; target++)
            {
                for (var query = 0; query < queries; query++)
                {
                    byQuery[(query * count) + target] = cost[((first + target) * queries) + query];
                }
            }

            yield return byQuery;
            first += count;
        }
    }
}
