using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using Dino.Verification.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Comparison;

/// <summary>A step in float32 against the same step in float64: its predictions, and whether it decides otherwise only where its rounding leaves the decision open.</summary>
internal sealed class RoundingComparison(VerificationRows rows, double outputLimit, string prefix, ExactStep exact)
{
    public void Predictions(DinoOutput output)
    {
        foreach (var ((name, mine), (_, theirs)) in Named(output).Zip(Named(exact.Output)))
        {
            rows.Absolute($"{prefix}{name}pred_logits of float64", mine.Logits, theirs.Logits, outputLimit);
            rows.Absolute($"{prefix}{name}pred_boxes of float64", mine.BoxesCxCyWh, theirs.BoxesCxCyWh, outputLimit);
        }
    }

    /// <summary>What the own matches cost more than the best ones, in float64 costs. The own ones are best in costs that are off by some amount a pair; so they cost at most the sum of those amounts more,
    /// over the pairs of both matches.</summary>
    public void Matches(DinoOutput output, IReadOnlyList<DetectionTarget> targets, DinoConfig config)
    {
        var matcher = new HungarianMatcher(config);
        foreach (var (set, (mine, theirs)) in output.MatchedSets.Zip(exact.Output.MatchedSets).Index())
        {
            var (found, costs, exactCosts) = (matcher.Match(mine, targets), matcher.Costs(mine, targets), matcher.Costs(theirs, exact.Targets));
            for (var image = 0; image < targets.Count; image++)
            {
                var (own, best) = (Pairs(found[image], targets[image]), Pairs(exact.Matches[set][image], targets[image]));
                var propagated = own.Concat(best).Sum(pair => Math.Abs(costs[image][pair] - exactCosts[image][pair]));
                rows.AtMost($"{prefix}match{set}.img{image} excess cost", own.Sum(pair => exactCosts[image][pair]) - best.Sum(pair => exactCosts[image][pair]), propagated, "tied");
            }
        }
    }

    /// <summary>How far each logged count may be off: by as many decisions as are open, that is, whose two logits are closer than both together may be off.</summary>
    public IReadOnlyDictionary<string, double> CountLimits()
    {
        using var scope = NewDisposeScope();
        var limits = new Dictionary<string, double>();
        foreach (var (name, set) in Named(exact.Output))
        {
            var last = set.Logits.narrow(-1, set.Logits.shape[2] - 1, 1);
            limits["cardinality_error" + LossSuffix(name)] = Open(set.Logits, last) / (double)set.Logits.shape[0];
        }

        limits["class_error"] = ClassErrorLimit();
        return limits;
    }

    private double ClassErrorLimit()
    {
        var (wrong, pairs) = (0L, 0);
        foreach (var (image, matches) in exact.Matches[0].Index().Where(entry => entry.Item.Count > 0))
        {
            var logits = exact.Output.Final.Logits[image].index_select(0, tensor(matches.Rows, int64));
            var labels = exact.Targets[image].Labels.index_select(0, tensor(matches.Columns, int64));
            wrong += Open(logits, logits.gather(1, labels.unsqueeze(1)));
            pairs += matches.Count;
        }

        return pairs == 0 ? 0 : 100.0 * wrong / pairs;
    }

    /// <summary>Rows in which it is open whether the chosen logit ([..., 1]) is the largest: it is, or nearly, and another one is as close to it as twice the limit.</summary>
    private long Open(Tensor logits, Tensor chosen)
    {
        var nearlyLargest = (logits.amax(-1) - chosen.squeeze(-1)).le(2 * outputLimit);
        var hasRival = (logits - chosen).abs().le(2 * outputLimit).sum(-1).gt(1);
        return nearlyLargest.logical_and(hasRival).sum().ToInt64();
    }

    private static IEnumerable<(string Name, PredictionSet Set)> Named(DinoOutput output)
    {
        IEnumerable<(string, PredictionSet)> matching = [("", output.Final), .. output.Auxiliary.Select((set, layer) => ($"aux{layer}.", set)), ("interm.", output.Intermediate)];
        return output.Denoising is { } denoising
            ? [.. matching, ("dn.", denoising.Final), .. denoising.Auxiliary.Select((set, layer) => ($"dn.aux{layer}.", set))]
            : matching;
    }

    /// <summary>From the name of a set to the reference's ending of its loss terms.</summary>
    private static string LossSuffix(string name)
        => name.Length == 0 ? string.Empty : "_" + name.TrimEnd('.').Replace(".aux", "_", StringComparison.Ordinal).Replace("aux", string.Empty, StringComparison.Ordinal);

    private static int[] Pairs(Assignment matches, DetectionTarget target)
        => [.. matches.Rows.Zip(matches.Columns, (query, column) => (query * (int)target.Count) + column)];
}
