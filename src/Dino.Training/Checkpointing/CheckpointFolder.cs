using Dino.Core;
using Dino.Training.Recipe;

namespace Dino.Training.Checkpointing;

/// <summary>What a run keeps: the last state, the best weights, the best average, every save_checkpoint_interval-th epoch, and the log, which is written from the last state.</summary>
internal sealed class CheckpointFolder(RunFiles files, TrainedParts parts, TrainingRecipe recipe, RunCircumstances circumstances)
{
    private RunState? _last;

    /// <summary>The state to begin with. Files of an earlier run without <paramref name="resume"/> are an error: nothing is overwritten or silently
    /// picked up. A run that was killed before its first checkpoint resumes at the beginning.</summary>
    /// <param name="notice">Gets what a person should know.</param>
    /// <exception cref="BadInputException">The folder does not fit; the message says why.</exception>
    public RunState Begin(bool resume, Action<string> notice)
    {
        AtomicFile.DeleteLeftovers(files.Folder);
        if (!resume)
        {
            return files.Leftover is { } file
                ? throw new BadInputException($"{file}: left by an earlier run; go on with --resume, or choose another folder")
                : new RunState();
        }

        if (ResumeCheck.Fault(files, notice) is { } fault)
        {
            throw new BadInputException($"{fault}; put back an undamaged copy and resume, or train again with another --output");
        }

        if (!InputFile.IsThere(files.Checkpoint))
        {
            notice($"{files.Checkpoint}: no checkpoint yet, the run starts at the beginning");
            return new RunState();
        }

        var (state, begun) = TrainingCheckpoint.Load(files.Checkpoint, parts, recipe);
        if (begun.Continue(circumstances, files.Checkpoint) is { } difference)
        {
            notice(difference);
        }

        WriteLog(state);
        _last = state;
        return state;
    }

    /// <exception cref="IOException">The disk is full or failing; the message says which state stands.</exception>
    public void SaveLast(RunState state)
    {
        Keep(files.Checkpoint, path => TrainingCheckpoint.Save(path, parts, recipe, circumstances, state));
        _last = state;
        BestFiles.Settle(files, state);
        WriteLog(state);
    }

    /// <summary>Keeps weights that have just become the best of their kind. They take the place of those before with <see
    /// cref="SaveLast"/>.</summary>
    /// <param name="path">Of the kind.</param>
    /// <returns><paramref name="best"/> with the file's checksum.</returns>
    /// <exception cref="IOException">The disk is full or failing; the message says which state stands.</exception>
    public BestResult SaveBest(string path, BestResult best)
    {
        Keep(RunFiles.Waiting(path), waiting => best = TrainingCheckpoint.SaveWeights(waiting, parts.Model, best));
        return best;
    }

    /// <summary>Keeps the state after an epoch under the epoch's name when it is one of those to keep.</summary>
    /// <exception cref="IOException">The disk is full or failing; the message says which state stands.</exception>
    public void SaveEpoch(RunState state)
    {
        if (recipe.SaveCheckpointInterval > 0 && state.Epoch % recipe.SaveCheckpointInterval == 0)
        {
            Keep(files.OfEpoch(state.Epoch - 1), path => TrainingCheckpoint.Save(path, parts, recipe, circumstances, state));
        }
    }

    private void WriteLog(RunState state) => Keep(files.Log, path => AtomicFile.WriteText(path, string.Concat(state.Log.Select(line => line + "\n"))));

    private void Keep(string path, Action<string> write)
    {
        try
        {
            write(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var standing = _last is null
                ? "nothing was saved before; make room and start again"
                : FormattableString.Invariant($"{files.Checkpoint} of epoch {_last.Epoch + 1} step {_last.Iteration} is intact")
                    + "; make room and go on (dino train --resume, or dino reproduce again)";
            throw new IOException($"{path}: could not be written ({problem.Message}); {standing}", problem);
        }
    }
}
