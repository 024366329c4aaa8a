using System.Runtime.InteropServices;

namespace Dino.Core;

/// <summary>Ctrl-C and SIGTERM ask the work to stop after what it is doing. Work that has not stopped when its time is over,
/// or at a second signal, ends with the process: what is on the disk is whole, as every file takes its name only when it is
/// complete, and what is not complete is deleted.</summary>
public sealed partial class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly object _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<string> _say;
    private readonly TimeSpan _grace;
    private readonly int _exitCode;
    private bool _finished;

    /// <param name="say">Tells the user in a line what happens.</param>
    /// <param name="grace">From the signal to the end of the process; supervisors wait as little as two seconds.</param>
    /// <param name="exitCode">Of a process that is ended.</param>
    public Interruption(Action<string> say, TimeSpan grace, int exitCode)
    {
        (_say, _grace, _exitCode) = (say, grace, exitCode);
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The work is over. Does not return when the process is being ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _finished = true;
            Monitor.PulseAll(_gate);
            Array.ForEach(_registrations, registration => registration.Dispose());
        }
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            End(TimeSpan.Zero, "stopped at once");
        }

        // A thread of its own: those of the pool may all be at work.
        var watch = new Thread(() => End(_grace, "interrupted in the middle of a step, which the same command begins again"));
        watch.IsBackground = true;
        watch.Start();
        if (_grace > TimeSpan.Zero)
        {
            _say("stopping (once more to stop at once)");
        }

        _source.Cancel();
    }

    /// <summary>Ends the process if the work has not finished in time; the lock is held to the end, and
    /// <see cref="Dispose"/> waits.</summary>
    private void End(TimeSpan grace, string why)
    {
        lock (_gate)
        {
            if (!_finished)
            {
                Monitor.Wait(_gate, grace);
            }

            if (_finished)
            {
                return;
            }

            UnfinishedFiles.DeleteForGood();
            _say(why);
            Console.Out.Flush();
            if (OperatingSystem.IsWindows())
            {
                Environment.Exit(_exitCode);
            }

            // Not Environment.Exit: it would unload native libraries under threads that compute in them.
            ExitNow(_exitCode);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int exitCode);
}
