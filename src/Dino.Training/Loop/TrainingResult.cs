using Dino.Training.Checkpointing;

namespace Dino.Training.Loop;

/// <summary>How a run ended.</summary>
/// <param name="Completed">False when it was interrupted; the state is saved and the run can be resumed.</param>
/// <param name="Epoch">Epochs done; fewer than the recipe's when it stopped early.</param>
/// <param name="Iteration">Steps done in the epoch under way.</param>
/// <param name="Best">Of the trained weights on the validation set.</param>
/// <param name="BestEma">Of their moving average.</param>
/// <param name="LastAp">AP of the last finished epoch.</param>
/// <param name="WaitedForData">Time that the steps of this process stood still because no batch was ready.</param>
public sealed record TrainingResult(bool Completed, int Epoch, int Iteration, BestResult Best, BestResult BestEma, double LastAp, TimeSpan WaitedForData)
{
    public double BestAp => Best.Ap;

    public int BestEpoch => Best.Epoch;

    /// <summary>The higher of both; the weights' where they are equal.</summary>
    public BestResult BestOfAll => Best.With(BestEma.Ap, BestEma.Epoch);

    /// <summary>The file of <see cref="BestOfAll"/>; the last checkpoint when no epoch had an AP above 0.</summary>
    /// <param name="files">Of the run's folder.</param>
    public string BestFile(RunFiles files) => BestOfAll.Epoch < 0 ? files.Checkpoint : BestOfAll == Best ? files.Best : files.BestEma;
}
