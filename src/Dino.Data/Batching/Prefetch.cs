using System.Diagnostics;

namespace Dino.Data.Batching;

/// <summary>Results made ahead by background workers and handed over in order. The first ones are begun at once, before anybody asks.</summary>
internal sealed class Prefetch<TItem, TResult>
{
    private readonly IReadOnlyList<TItem> _items;
    private readonly Func<TItem, TResult> _make;
    private readonly int _ahead;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _stop;
    private readonly TaskScheduler _scheduler;
    private readonly Queue<Task<TResult>> _pending = new();
    private int _next;

    /// <param name="ahead">At most this many results wait or are being made.</param>
    public Prefetch(IReadOnlyList<TItem> items, Func<TItem, TResult> make, int workers, int ahead, CancellationToken cancellation)
    {
        (_items, _make, _ahead, _cancellation) = (items, make, ahead, cancellation);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        Fill();
    }

    /// <summary>The results, once. Leaving the enumeration early waits for those under way.</summary>
    /// <param name="waited">Told after each result how long it was waited for.</param>
    /// <exception cref="OperationCanceledException">Between two results.</exception>
    public IEnumerable<TResult> Results(Action<TimeSpan> waited)
    {
        try
        {
            while (_pending.Count > 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                var asked = Stopwatch.GetTimestamp();
                var result = _pending.Dequeue().WaitAsync(_cancellation).GetAwaiter().GetResult();
                waited(Stopwatch.GetElapsedTime(asked));
                Fill();
                yield return result;
            }
        }
        finally
        {
            _stop.Cancel();
            Task.WhenAll(_pending).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
            _stop.Dispose();
        }
    }

    private void Fill()
    {
        while (_next < _items.Count && _pending.Count < _ahead)
        {
            var item = _items[_next++];
            _pending.Enqueue(Task.Factory.StartNew(() => _make(item), _stop.Token, TaskCreationOptions.DenyChildAttach, _scheduler));
        }
    }
}
