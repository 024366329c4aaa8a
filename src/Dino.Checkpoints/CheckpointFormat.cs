namespace Dino.Checkpoints;

/// <summary>How the bytes of a checkpoint file are laid out.</summary>
public enum CheckpointFormat
{
    /// <summary>JSON header and raw little-endian data.</summary>
    Safetensors,

    /// <summary><c>torch.save</c> since 1.6: a zip of a pickle and one entry a storage.</summary>
    TorchZip,

    /// <summary><c>torch.save</c> before 1.6, or with its zip layout switched off: pickles followed by raw storages.</summary>
    TorchLegacy,
}
