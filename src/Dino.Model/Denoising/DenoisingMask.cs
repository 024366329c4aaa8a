using static TorchSharp.torch;

namespace Dino.Model.Denoising;

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
