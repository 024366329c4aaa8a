using Dino.Checkpoints;
using Dino.Core;

namespace Dino.Training.Checkpointing;

/// <summary>Whether a run's folder can be gone on with: the checkpoint is as it was written, and so are the best weights that
/// it names.</summary>
public static class ResumeCheck
{
    /// <summary>Reads all files that going on needs. Best weights that a sound checkpoint still holds are written
    /// again.</summary>
    /// <param name="notice">Gets what a person should know.</param>
    /// <returns>What stands in the way, with the file's name, without a remedy; null for nothing.</returns>
    public static string? Fault(RunFiles files, Action<string> notice)
    {
        if (!File.Exists(files.Checkpoint))
        {
            return files.Leftover is { } left
                ? $"{files.Checkpoint}: is missing, though {Path.GetFileName(left)} of its run is there"
                : null;
        }

        try
        {
            using var checkpoint = Checkpoint.Open(files.Checkpoint);
            var state = TrainingCheckpoint.StateOf(checkpoint);
            if (checkpoint.Checksum is null)
            {
                notice($"{files.Checkpoint}: written by an earlier version, without checksums of itself and of the best weights"
                    + ": damage to them would not be noticed");
            }

            BestFiles.Settle(files, state);
            return BestFiles.Of(files, state).Where(kind => kind.Best.Epoch >= 0)
                .Select(kind => FaultOfBest(files, kind, notice)).FirstOrDefault(fault => fault is not null);
        }
        catch (BadInputException problem)
        {
            return problem.Message;
        }
    }

    private static string? FaultOfBest(
        RunFiles files, (string Path, BestResult Best, bool IsAverage) kind, Action<string> notice)
    {
        if (BestFiles.Fault(kind.Path, kind.Best) is not { } fault)
        {
            return null;
        }

        string[] sources = [files.Checkpoint, files.OfEpoch(kind.Best.Epoch)];
        if (Array.Find(sources, source => TryRestore(source, kind)) is { } source)
        {
            notice($"{fault}: restored from {Path.GetFileName(source)}");
            return null;
        }

        return FormattableString.Invariant(
            $"{fault} (checkpoint.safetensors is intact but further on: the weights of epoch {kind.Best.Epoch + 1} with AP ")
            + FormattableString.Invariant($"{kind.Best.Ap:0.000} are lost)");
    }

    /// <summary>Writes best weights again from a state that was saved at the end of their epoch, before another step.</summary>
    private static bool TryRestore(string source, (string Path, BestResult Best, bool IsAverage) kind)
    {
        if (!File.Exists(source))
        {
            return false;
        }

        try
        {
            using var checkpoint = Checkpoint.Open(source);
            var state = TrainingCheckpoint.StateOf(checkpoint);
            if (state.Iteration > 0 || state.Epoch - 1 != kind.Best.Epoch)
            {
                return false;
            }

            var waiting = RunFiles.Waiting(kind.Path);
            var restored = TrainingCheckpoint.SaveWeights(waiting, checkpoint, kind.IsAverage, kind.Best);
            if (kind.Best.Checksum is { } expected && restored.Checksum != expected)
            {
                File.Delete(waiting);
                return false;
            }

            File.Move(waiting, kind.Path, overwrite: true);
            return true;
        }
        catch (BadInputException)
        {
            // Another damaged file is no source; what is reported is the one that is needed.
            return false;
        }
    }
}
