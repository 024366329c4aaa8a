namespace Dino.Training.Loop;

/// <summary>Names of the files of a training run's folder.</summary>
public sealed record RunFiles(string Folder)
{
    /// <summary>Everything needed to go on: weights, optimizer, position, log.</summary>
    public string Checkpoint => Path.Combine(Folder, "checkpoint.safetensors");

    /// <summary>Weights with the highest AP so far.</summary>
    public string Best => Path.Combine(Folder, "checkpoint_best_regular.safetensors");

    public string Log => Path.Combine(Folder, "log.txt");

    /// <summary>A file of an earlier run that a new one would overwrite; null when there is none.</summary>
    public string? Leftover => new[] { Checkpoint, Best, Log }.FirstOrDefault(File.Exists);

    /// <summary>Kept every save_checkpoint_interval epochs.</summary>
    public string OfEpoch(int epoch) => Path.Combine(Folder, FormattableString.Invariant($"checkpoint{epoch:D4}.safetensors"));
}
