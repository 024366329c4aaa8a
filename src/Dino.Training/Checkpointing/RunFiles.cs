using System.Text.RegularExpressions;

namespace Dino.Training.Checkpointing;

/// <summary>Names of the files of a training run's folder.</summary>
public sealed partial record RunFiles(string Folder)
{
    /// <summary>Everything needed to go on: weights, optimizer, position, log.</summary>
    public string Checkpoint => Path.Combine(Folder, "checkpoint.safetensors");

    /// <summary>Weights with the highest AP so far.</summary>
    public string Best => Path.Combine(Folder, "checkpoint_best_regular.safetensors");

    /// <summary>The moving average with the highest AP so far.</summary>
    public string BestEma => Path.Combine(Folder, "checkpoint_best_ema.safetensors");

    public string Log => Path.Combine(Folder, "log.txt");

    /// <summary>Where a new best waits until a checkpoint knows it: the one before stays until then.</summary>
    /// <param name="best"><see cref="Best"/> or <see cref="BestEma"/>.</param>
    public static string Waiting(string best) => Path.ChangeExtension(best, ".next.safetensors");

    /// <summary>A file of an earlier run that a new one would overwrite; null when there is none.</summary>
    public string? Leftover => new[] { Checkpoint, Best, BestEma, Log }.FirstOrDefault(File.Exists);

    /// <summary>Every file of the folder that a training run writes.</summary>
    public IEnumerable<string> All() => Directory.EnumerateFiles(Folder).Where(path => Names().IsMatch(Path.GetFileName(path)));

    /// <summary>A batch that the model could not be trained on, for <c>train --replay</c>.</summary>
    public string FailedBatch(int epoch, int batch) => Path.Combine(Folder, FormattableString.Invariant($"failed_batch{epoch:D4}_{batch:D6}.safetensors"));

    /// <summary>Kept every save_checkpoint_interval epochs.</summary>
    public string OfEpoch(int epoch) => Path.Combine(Folder, FormattableString.Invariant($"checkpoint{epoch:D4}.safetensors"));

    [GeneratedRegex(
        @"^(checkpoint(\d{4,}|_best_(regular|ema)(\.next)?)?\.safetensors|failed_batch\d{4,}_\d{6,}\.safetensors|log\.txt|"
        + @"events\.out\.tfevents\..*\.dino)$")]
    private static partial Regex Names();
}
