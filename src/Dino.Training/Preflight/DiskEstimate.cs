using Dino.Training.Recipe;

namespace Dino.Training.Preflight;

/// <summary>What a run writes at most, megabytes: the last checkpoint twice, as the new one is whole before the old one goes,
/// the best weights twice for the same reason, and the epochs that are kept.</summary>
public static class DiskEstimate
{
    public static double Megabytes(MemoryEstimate memory, TrainingRecipe recipe)
    {
        var state = memory.Weights + memory.Moments + memory.Average;
        var bests = recipe.UseEma ? 2 : 1;
        var kept = recipe.SaveCheckpointInterval > 0 ? recipe.Epochs / recipe.SaveCheckpointInterval : 0;
        return ((2 + kept) * state) + (2 * bests * memory.Weights);
    }

    /// <param name="folder">Of the run; need not exist yet.</param>
    public static double FreeMegabytes(string folder)
    {
        Directory.CreateDirectory(folder);
        return new DriveInfo(folder).AvailableFreeSpace / (1024.0 * 1024);
    }
}
