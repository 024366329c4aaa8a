using static TorchSharp.torch;

namespace Dino.Model.Denoising;

/// <summary>How the denoising queries are laid out: group g holds a positive half in slots 2ng to 2ng + n and a negative half behind it,
/// where n is the largest target count of the batch (DINO 2203.03605, Sec. 3.3; reference: prepare_for_cdn in models/dino/dn_components.py).</summary>
/// <param name="Groups">At least 1.</param>
/// <param name="SlotsPerHalf">n.</param>
public readonly record struct DenoisingGroups(int Groups, int SlotsPerHalf)
{
    /// <summary>From this doubled number on, dn_number is a budget of queries; below, it is the number of groups.</summary>
    private const int BudgetThreshold = 100;

    public int SlotsPerGroup => 2 * SlotsPerHalf;

    public int PadSize => Groups * SlotsPerGroup;

    /// <param name="dnNumber">dn_number of the configuration.</param>
    /// <param name="largestCount">Most targets in one image of the batch.</param>
    public static DenoisingGroups For(int dnNumber, int largestCount)
    {
        var doubled = 2 * dnNumber;
        var groups = (largestCount, doubled) switch
        {
            (0, _) => 1,
            (_, >= BudgetThreshold) => doubled / (2 * largestCount),
            _ => doubled,
        };
        return new DenoisingGroups(Math.Max(groups, 1), largestCount);
    }

    /// <summary>Slot of the positive copy of an image's target.</summary>
    public int PositiveSlot(int group, int target) => (group * SlotsPerGroup) + target;
}

/// <summary>Which queries may attend to which. Matching queries see no denoising query (they would read the answers), and denoising groups
/// do not see each other; within a group everything is visible, and denoising queries see the matching ones.</summary>
internal static class DenoisingMask
{
    /// <returns>[PadSize + queries, PadSize + queries] bool, true = blocked; owned by the caller.</returns>
    public static Tensor Build(DenoisingGroups groups, int queries, Device device)
    {
        using var scope = NewDisposeScope();
        if (groups.PadSize == 0)
        {
            return zeros([queries, queries], @bool, device).MoveToOuterDisposeScope();
        }

        var slot = arange(groups.PadSize + queries, int64, device);
        var group = slot.div(groups.SlotsPerGroup, RoundingMode.floor); // matching queries fall into numbers behind the last group's
        return (group.unsqueeze(1).ne(group.unsqueeze(0)) & slot.lt(groups.PadSize)).MoveToOuterDisposeScope();
    }
}
