namespace Dino.Checkpoints.Families;

/// <summary>What label k of a COCO model means.</summary>
public static class CocoNumbering
{
    /// <summary>Labels are COCO's category ids, 1 to 90 with gaps (the reference): 91 logits, 11 of which never match anything.</summary>
    public const int CategoryIds = 91;

    /// <summary>Labels are the positions of the 80 categories in order of their ids (detrex, mmdetection).</summary>
    public const int Contiguous = 80;

    private static readonly HashSet<int> Unused = [0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83];

    /// <summary>The category id of each contiguous label.</summary>
    public static IReadOnlyList<int> Ids { get; } = [.. Enumerable.Range(0, CategoryIds).Where(id => !Unused.Contains(id))];
}
