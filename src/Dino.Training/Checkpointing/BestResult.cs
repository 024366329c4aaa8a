namespace Dino.Training.Checkpointing;

/// <summary>Highest AP on the validation set so far. Weights and their moving average keep one each; the reference compares both with one number, so that the better of the two
/// stops the other's best checkpoint from being renewed.</summary>
/// <param name="Ap">0 before any.</param>
/// <param name="Epoch">From 0; -1 before any.</param>
public sealed record BestResult(double Ap, int Epoch)
{
    /// <summary>Of the file with these weights (<see cref="Dino.Checkpoints.Checkpoint.Checksum"/>); null before it is written,
    /// and in states of earlier versions.</summary>
    public string? Checksum { get; init; }

    public static BestResult None { get; } = new(0, -1);

    /// <summary>Only what is strictly above becomes the best (reference: BestMetricHolder), so an AP of 0 never does.</summary>
    public BestResult With(double ap, int epoch) => ap > Ap ? new BestResult(ap, epoch) : this;
}
