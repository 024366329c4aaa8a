using System.Globalization;
using Dino.Core;
using Dino.Engine.Evaluating;
using Dino.Training.Optimization;
using Dino.Training.Recipe;

namespace Dino.Training.Checkpointing;

/// <summary>Where a run stands, beside weights and optimizer. Everything random is drawn from (seed, epoch, step), so no random state is needed to go on exactly.</summary>
public sealed record RunState
{
    /// <summary>Epoch under way, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps done in it.</summary>
    public int Iteration { get; init; }

    /// <summary>Loss sums of these steps.</summary>
    public IReadOnlyList<LossTotal> Losses { get; init; } = [];

    /// <summary>Of the trained weights.</summary>
    public BestResult Best { get; init; } = BestResult.None;

    /// <summary>Of their moving average.</summary>
    public BestResult BestEma { get; init; } = BestResult.None;

    /// <summary>Of the next step; null for a type that needs none.</summary>
    public LossScale? LossScale { get; init; }

    /// <summary>AP after the last finished epoch.</summary>
    public double LastAp { get; init; }

    /// <summary>Seconds of training and evaluation spent on the epoch under way by earlier processes.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>Lines of <c>log.txt</c>, one a finished epoch. The checkpoint is their source, so that log and weights can never disagree.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Whether the file that holds it carries a checksum, so that one which was lost is not taken for one that an
    /// earlier version did not write.</summary>
    public bool HasChecksum { get; init; }

    /// <summary>Refuses a state that no run of so many steps an epoch can be in.</summary>
    /// <param name="source">Names the file that says so.</param>
    /// <exception cref="BadInputException">Epoch, step, losses and log contradict each other.</exception>
    public void RequirePossible(string source, int iterations)
    {
        var losses = Iteration == 0 || Losses.Any(loss => loss.Name == "loss");
        if (Epoch < 0 || Epoch != Log.Count || Iteration < 0 || Iteration > iterations || !losses)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"{source}: says step {Iteration} of epoch {Epoch + 1L} with {Log.Count} lines of log and {Losses.Count} losses; "
                + $"expected 0 to {iterations} steps with their losses, and a line for every epoch before. Start a new run"));
        }
    }

    /// <summary>Whether <paramref name="recipe"/> has nothing more to do: all epochs are done, or none of the last early_stopping ones was better than an earlier one.</summary>
    public bool IsFinished(TrainingRecipe recipe)
        => Epoch >= recipe.Epochs || (recipe.EarlyStopping > 0 && Epoch > 0 && Epoch - 1 - Math.Max(Best.Epoch, BestEma.Epoch) >= recipe.EarlyStopping);
}
