namespace Dino.Pipeline.Terminal;

/// <summary>How far a long task is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Detail">What a person wants to see beside the bar: loss, rate, epoch.</param>
/// <param name="Left">Time left where the task knows it better than the share done does, as one that goes on from earlier work; else null.</param>
public readonly record struct ProgressStep(long Done, long Total, string Detail = "", TimeSpan? Left = null);

/// <summary>Calls back on the reporting thread, unlike <see cref="Progress{T}"/>, whose calls may come late and out of order.</summary>
public sealed class CallbackProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
