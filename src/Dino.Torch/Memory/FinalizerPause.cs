using System.Runtime.CompilerServices;

namespace Dino.Torch.Memory;

/// <summary>
/// Keeps finalizers from running while torch works. TorchSharp 0.107 hands the native handle of a <c>Scalar</c> (the 2 in <c>x * 2</c>) to libtorch without
/// keeping the object alive, so a collection started by another thread, such as one that loads images, may finalize it and free the memory in the middle
/// of the call: wrong numbers, or "Expected false to be true" from c10. Every loop over torch calls therefore runs inside a pause, one step at a time, so that
/// what has died in the meantime is freed between two steps.
/// </summary>
public sealed class FinalizerPause : IDisposable
{
    private static readonly Lock Gate = new();
    private static int s_holders;
    private static ManualResetEventSlim? s_release;

    private bool _isDisposed;

    private FinalizerPause()
    {
    }

    /// <summary>Returns once the finalizer thread is idle and held; pauses nest and may come from several threads.</summary>
    public static FinalizerPause Begin()
    {
        lock (Gate)
        {
            if (s_holders++ == 0)
            {
                s_release = Hold();
            }
        }

        return new FinalizerPause();
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            if (--s_holders == 0)
            {
                s_release!.Set();
                s_release = null;
            }
        }
    }

    private static ManualResetEventSlim Hold()
    {
        var (held, release) = (new ManualResetEventSlim(), new ManualResetEventSlim());
        Drop(held, release);
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        while (!held.Wait(TimeSpan.FromMilliseconds(50)))
        {
            // Another thread's collection met the plug while it was still referenced and moved it to an older generation.
            GC.Collect();
        }

        return release;
    }

    /// <summary>Not inlined, so that nothing on the caller's stack keeps the plug alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(ManualResetEventSlim held, ManualResetEventSlim release) => _ = new Plug(held, release);

    /// <summary>Finalizers run one after the other on one thread; this one does not return until it may.</summary>
    private sealed class Plug(ManualResetEventSlim held, ManualResetEventSlim release)
    {
        ~Plug()
        {
            held.Set();
            release.Wait();
        }
    }
}
