using Dino.Model.Denoising;
using Dino.Model.Matching;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Losses;

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
