namespace Dino.Training.Loop;

/// <summary>Time spent on an epoch, over all processes that worked on it.</summary>
/// <param name="earlierSeconds">By processes before this one.</param>
internal sealed class EpochClock(TimeProvider time, double earlierSeconds)
{
    private readonly long _started = time.GetTimestamp();

    public double Seconds => earlierSeconds + time.GetElapsedTime(_started).TotalSeconds;
}
