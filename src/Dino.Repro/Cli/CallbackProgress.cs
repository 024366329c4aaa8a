namespace Dino.Repro.Cli;

/// <summary>Calls back on the reporting thread, unlike <see cref="Progress{T}"/>, whose calls may come late and out of order.</summary>
internal sealed class CallbackProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
