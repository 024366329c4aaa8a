using System.Runtime.InteropServices;

namespace Dino.Repro.Cli;

/// <summary>Ctrl-C and SIGTERM ask the verb to stop after what it is doing; a second one ends the process at once, as the system does.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="say">Tells the user what happens.</param>
    public Interruption(Action<string> say)
    {
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];

        void Stop(PosixSignalContext signal)
        {
            if (_source.IsCancellationRequested)
            {
                return;
            }

            signal.Cancel = true;
            say("stopping after the step under way (once more to stop at once)");
            _source.Cancel();
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _source.Dispose();
    }
}
