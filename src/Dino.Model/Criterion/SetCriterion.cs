using Dino.Core;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Denoising;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Criterion;

/// <summary>The training loss: every output set is matched and scored on its own, the denoising sets with their known pairs (DETR 2005.12872 Sec. 3.1, DINO
/// 2203.03605 Sec. 3; reference: SetCriterion in models/dino/dino.py). Sets of equal shape are computed together.</summary>
public sealed class SetCriterion(DinoConfig config)
{
    private readonly HungarianMatcher _matcher = new(config);

    /// <summary>Computes all losses; those of denoising are 0 when the output has none.</summary>
    /// <param name="targets">One an image, boxes of the model's output dtype or convertible to it.</param>
    /// <param name="given">Matches [set][image] in the order of <see cref="LossReport.Matches"/>, in place of the matcher's: to compare runs of different precision, in which pairs of almost the same
    /// cost may change.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="BadInputException">A prediction or target box is not finite, or a label is not a class; the message names it.</exception>
    public LossReport Compute(DinoOutput output, IReadOnlyList<DetectionTarget> targets, IReadOnlyList<IReadOnlyList<Assignment>>? given = null)
    {
        using var scope = NewDisposeScope();
        var sets = OutputSets.Of(
            [
                ("final", output.Final),
                .. output.Auxiliary.Select((set, layer) => ($"aux_{layer}", set)),
                ("interm", output.Intermediate),
            ]);
        var batch = TargetBatch.Of(targets, sets.Logits.dtype, sets.Logits.device);
        var matches = given ?? _matcher.Match(sets, batch);
        var divisor = Math.Max(1, batch.Total);
        var matching = SetLosses.Compute(sets, batch, MatchedPairs.Of(matches, sets, batch), divisor, config.FocalAlpha);
        var denoising = output.Denoising is { } queries ? ComputeDenoising(queries, batch, divisor) : SetLosses.Zero(sets.Count - 1, sets.Logits);

        var weights = LossNames.Weights(config, output.Auxiliary.Count);
        var factors = HostTransfer.Write(tensor([.. weights.Select(weight => weight.Value)], sets.Logits.dtype), sets.Logits.device);
        var total = (cat([matching.Trained, denoising.Trained]).flatten() * factors).sum();
        var values = cat([matching.All.flatten(), denoising.All.flatten(), matching.ClassError.view(1)]);
        return new LossReport(
            total.DetachFromDisposeScope(),
            values.DetachFromDisposeScope(),
            LossNames.Terms(output.Auxiliary.Count),
            weights.ToDictionary(),
            [.. sets.Names.Zip(matches, KeyValuePair.Create)]);
    }

    private SetLosses ComputeDenoising(DenoisingOutput queries, TargetBatch batch, int divisor)
    {
        var sets = OutputSets.Of([("dn", queries.Final), .. queries.Auxiliary.Select((set, layer) => ($"dn_aux_{layer}", set))]);
        var groups = new DenoisingGroups(queries.Groups, queries.PadSize / (2 * queries.Groups));
        var pairs = MatchedPairs.OfDenoising(groups, batch);
        var matches = Enumerable.Repeat(pairs, sets.Count).ToArray();
        return SetLosses.Compute(sets, batch, MatchedPairs.Of(matches, sets, batch), (double)divisor * queries.Groups, config.FocalAlpha);
    }
}
