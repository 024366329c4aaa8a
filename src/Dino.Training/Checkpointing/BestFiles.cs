using Dino.Checkpoints;
using Dino.Core;

namespace Dino.Training.Checkpointing;

/// <summary>The files with the best weights and with the best average. A state names them by their checksums, so a new one
/// waits beside the old one until
/// the state that names it is saved: whenever a process ends, the files that the saved state names are there.</summary>
internal static class BestFiles
{
    /// <summary>Each kind's place with what <paramref name="state"/> says of it.</summary>
    public static IReadOnlyList<(string Path, BestResult Best, bool IsAverage)> Of(RunFiles files, RunState state)
        => [(files.Best, state.Best, false), (files.BestEma, state.BestEma, true)];

    /// <summary>Puts files that waited for <paramref name="state"/> into their place.</summary>
    /// <exception cref="IOException">A file could not be moved.</exception>
    public static void Settle(RunFiles files, RunState state)
    {
        foreach (var (path, best, _) in Of(files, state).Where(kind => File.Exists(RunFiles.Waiting(kind.Path))))
        {
            if (ChecksumOf(RunFiles.Waiting(path)) == best.Checksum)
            {
                File.Move(RunFiles.Waiting(path), path, overwrite: true);
            }
            else
            {
                // Of an epoch whose state was never saved: it is trained again.
                File.Delete(RunFiles.Waiting(path));
            }
        }
    }

    /// <summary>What is wrong with a file that a state names; null for nothing.</summary>
    public static string? Fault(string path, BestResult best)
    {
        if (!File.Exists(path))
        {
            return $"{path}: is missing";
        }

        try
        {
            using var checkpoint = Checkpoint.Open(path);
            checkpoint.RequireChecksum();
            return best.Checksum is null || checkpoint.Checksum == best.Checksum
                ? null
                : FormattableString.Invariant(
                    $"{path}: is not the file that training wrote after epoch {best.Epoch + 1} with AP {best.Ap:0.000}");
        }
        catch (BadInputException problem)
        {
            return problem.Message;
        }
    }

    private static string? ChecksumOf(string path)
    {
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            return checkpoint.Checksum ?? "none";
        }
        catch (BadInputException)
        {
            return "unreadable";
        }
    }
}
