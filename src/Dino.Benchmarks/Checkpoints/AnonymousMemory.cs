using System.Globalization;

namespace Dino.Benchmarks.Checkpoints;

/// <summary>Watches the anonymous memory of this process (RssAnon in proc(5)). Pages of a mapped file do not count: they are the
/// system's cache, not a copy.</summary>
internal sealed class AnonymousMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private readonly long _before = Now();
    private readonly Timer _timer;
    private long _most;

    public AnonymousMemory() => _timer = new Timer(_ => Sample(), state: null, TimeSpan.Zero, Interval);

    /// <summary>The largest growth in bytes since the start.</summary>
    public long Growth()
    {
        Sample();
        return Interlocked.Read(ref _most);
    }

    public void Dispose() => _timer.Dispose();

    private static long Now()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private void Sample()
    {
        var growth = Now() - _before;
        long most;
        while (growth > (most = Interlocked.Read(ref _most)) && Interlocked.CompareExchange(ref _most, growth, most) != most)
        {
            // Another thread was faster; look again.
        }
    }
}
