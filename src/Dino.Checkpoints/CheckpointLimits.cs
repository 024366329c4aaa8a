namespace Dino.Checkpoints;

/// <summary>Bounds on what a file may ask for before anything is allocated. A COCO checkpoint with its optimizer has 626 names, 1,500
/// storages, a pickle of 0.3 MB and 50,000 opcodes; the bounds leave an order of magnitude above that and keep a hostile file below 200 MB and one second.</summary>
internal static class CheckpointLimits
{
    /// <summary>Bytes of a safetensors header or of one pickle.</summary>
    public const int HeaderBytes = 16 << 20;

    /// <summary>Tensors, storages or zip entries in one file.</summary>
    public const int Entries = 100_000;

    /// <summary>Objects one pickle may make; also its opcodes and memo entries.</summary>
    public const int PickleObjects = 500_000;

    /// <summary>Open marks in a pickle, and levels a reader follows into nested content.</summary>
    public const int Depth = 128;

    /// <summary>Dimensions of a tensor; torch itself stops at 64.</summary>
    public const int Dimensions = 64;

    /// <summary>A tensor may be larger than its storage (an expanded view), but not larger than its file or, in a tiny file, than this.</summary>
    public const long ExpandedBytes = 1 << 20;

    /// <summary>All tensors of a file together, aliases once, may need this many times its length (overlapping views).</summary>
    public const int ExpansionFactor = 4;

    /// <summary>Bytes of the list of aliases in a safetensors' metadata.</summary>
    public const int AliasBytes = 1 << 20;
}
