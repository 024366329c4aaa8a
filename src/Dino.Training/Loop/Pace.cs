namespace Dino.Training.Loop;

/// <summary>Estimates the time left from the steps of this process; evaluations in between count.</summary>
internal sealed class Pace(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _done;

    /// <summary>Call once after each step.</summary>
    public TimeSpan Left(long steps) => time.GetElapsedTime(_started) / ++_done * steps;
}

/// <summary>Time spent on an epoch, over all processes that worked on it.</summary>
/// <param name="earlierSeconds">By processes before this one.</param>
internal sealed class EpochClock(TimeProvider time, double earlierSeconds)
{
    private readonly long _started = time.GetTimestamp();

    public double Seconds => earlierSeconds + time.GetElapsedTime(_started).TotalSeconds;
}
