using Dino.Data.Batching;

namespace Dino.Data.Tests.Batching;

public sealed class PrefetchTests
{
    private static readonly int[] Items = [.. Enumerable.Range(0, 10)];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Results_BeforeAnybodyAsks_AreBegunButNoMoreThanAllowed()
    {
        var begun = 0;
        var prefetch = new Prefetch<int, int>(Items, item => { Interlocked.Increment(ref begun); return item * item; }, workers: 2, ahead: 4, CancellationToken.None);

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref begun) == 4, Patience));
        Assert.Equal(Items.Select(item => item * item), prefetch.Results(_ => { }));
        Assert.Equal(10, begun);
    }

    [Fact]
    public void Results_NotReady_AreWaitedForAndTheTimeIsTold()
    {
        using var gate = new ManualResetEventSlim();
        var waited = TimeSpan.Zero;
        var prefetch = new Prefetch<int, int>([7], item => { gate.Wait(Patience); return item; }, workers: 1, ahead: 1, CancellationToken.None);
        using var opener = new Timer(_ => gate.Set(), null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);

        Assert.Equal([7], prefetch.Results(time => waited += time));
        // The timer started before the wait, so that the whole 50 ms need not be seen.
        Assert.True(waited > TimeSpan.Zero);
    }
}
