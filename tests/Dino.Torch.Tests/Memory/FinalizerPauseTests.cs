using System.Runtime.CompilerServices;
using Dino.Torch.Memory;

namespace Dino.Torch.Tests.Memory;

public sealed class FinalizerPauseTests
{
    [Fact]
    public void Begin_UntilDisposed_KeepsFinalizersFromRunning()
    {
        var finalized = new StrongBox<int>();
        using (FinalizerPause.Begin())
        {
            using (FinalizerPause.Begin())
            {
                DropOne(finalized);
                GC.Collect();
            }

            GC.Collect();
            Thread.Sleep(50);
            Assert.Equal(0, Volatile.Read(ref finalized.Value));
        }

        // Another test's pause may still hold the thread for a moment.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref finalized.Value) == 1, TimeSpan.FromSeconds(30)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropOne(StrongBox<int> finalized) => _ = new Mortal(finalized);

    private sealed class Mortal(StrongBox<int> finalized)
    {
        ~Mortal() => Interlocked.Increment(ref finalized.Value);
    }
}
