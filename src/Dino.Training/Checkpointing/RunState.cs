using Dino.Training.Logs;

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

    /// <summary>Highest AP so far; only what is strictly above becomes the best (reference: BestMetricHolder).</summary>
    public double BestAp { get; init; }

    /// <summary>Its epoch; -1 before any.</summary>
    public int BestEpoch { get; init; } = -1;

    /// <summary>Seconds of training and evaluation spent on the epoch under way by earlier processes.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>Lines of <c>log.txt</c>, one a finished epoch. The checkpoint is their source, so that log and weights can never disagree.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];
}
