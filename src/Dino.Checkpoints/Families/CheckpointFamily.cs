namespace Dino.Checkpoints.Families;

/// <summary>Whose code a checkpoint belongs to, as its names tell.</summary>
public enum CheckpointFamily
{
    /// <summary>None of those below.</summary>
    Unknown,

    /// <summary>IDEA-Research/DINO, the reference; this project's own names.</summary>
    Official,

    /// <summary>IDEA-Research/detrex.</summary>
    Detrex,

    /// <summary>open-mmlab/mmdetection v3.</summary>
    MmDetection,

    /// <summary>torchvision's ResNet classifier: a backbone alone.</summary>
    Torchvision,
}
