namespace Dino.Figures.Results;

/// <summary>The epoch that a run's best weights are of, by the rule that training chooses them by.</summary>
/// <param name="Number">As people count, from 1.</param>
/// <param name="Ap">On the test images, above 0.</param>
/// <param name="IsAverage">Of the moving average of the weights.</param>
public sealed record BestEpoch(int Number, double Ap, bool IsAverage)
{
    /// <summary>The highest AP; of equal ones the earliest, and that of the weights before that of their average. Null if no AP is above 0.</summary>
    public static BestEpoch? Of(IReadOnlyList<TrainingEpoch> epochs)
    {
        var weights = epochs.Select(epoch => new BestEpoch(epoch.Epoch + 1, epoch.Stats[0], IsAverage: false));
        var averages = epochs.Where(epoch => epoch.AverageAp is not null).Select(epoch => new BestEpoch(epoch.Epoch + 1, epoch.AverageAp!.Value, IsAverage: true));
        return weights.Concat(averages).Where(epoch => epoch.Ap > 0).MaxBy(epoch => epoch.Ap);
    }
}
