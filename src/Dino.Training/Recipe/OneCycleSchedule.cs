namespace Dino.Training.Recipe;

/// <summary>Learning rate and first beta of torch.optim.lr_scheduler.OneCycleLR as the reference uses it (main.py: max_lr = lr, pct_start = 0.2, everything else its default): cosine from
/// lr / 25 up to lr and down to lr / 250000, while Adam's first beta goes from 0.95 to 0.85 and back. One rate for both groups: the reference gives the scheduler one number, which
/// replaces lr_backbone.</summary>
public static class OneCycleSchedule
{
    private const double RisingShare = 0.2;
    private const double StartDivisor = 25;
    private const double EndDivisor = 1e4;
    private const double LargestBeta = 0.95;
    private const double SmallestBeta = 0.85;

    /// <param name="step">From 0, over all epochs.</param>
    /// <param name="steps">Of all epochs.</param>
    public static (double LearningRate, double Beta1) At(double peakRate, int step, int steps)
    {
        var start = peakRate / StartDivisor;
        var peakStep = (RisingShare * steps) - 1;
        if (step < peakStep)
        {
            var share = step / peakStep;
            return (Cosine(start, peakRate, share), Cosine(LargestBeta, SmallestBeta, share));
        }

        var falling = (step - peakStep) / (steps - 1 - peakStep);
        return (Cosine(peakRate, start / EndDivisor, falling), Cosine(SmallestBeta, LargestBeta, falling));
    }

    private static double Cosine(double from, double to, double share) => to + ((from - to) / 2 * (Math.Cos(Math.PI * share) + 1));
}
