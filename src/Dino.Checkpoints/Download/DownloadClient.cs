using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace Dino.Checkpoints.Download;

/// <summary>An HTTP client and a policy for bodies, both of which try again with growing pauses (Microsoft.Extensions.Http.Resilience). Proxies are those of the environment.</summary>
internal sealed class DownloadClient : IDisposable
{
    private readonly ResiliencePipeline _bodies;

    public DownloadClient(DownloadOptions options)
    {
        var requests = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Attempts - 1,
                Delay = options.FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddTimeout(options.StallTimeout)
            .Build();
        // Hidden decompression would make ranges and lengths meaningless, so none is switched on.
        Http = new HttpClient(new ResilienceHandler(requests) { InnerHandler = new SocketsHttpHandler() })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("dino-repro");
        _bodies = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<DownloadException>(problem => problem.Transient),
                MaxRetryAttempts = options.Attempts - 1,
                Delay = options.FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    public HttpClient Http { get; }

    /// <summary>Runs <paramref name="attempt"/> until it succeeds, fails for good, or has failed often enough in a row without <paramref name="progress"/> growing.</summary>
    public async Task RunAsync(Func<CancellationToken, ValueTask> attempt, Func<long> progress, CancellationToken cancellation)
    {
        var furthest = progress();
        while (true)
        {
            try
            {
                await _bodies.ExecuteAsync(attempt, cancellation);
                return;
            }
            catch (DownloadException problem) when (problem.Transient && progress() > furthest)
            {
                // A connection that drops again and again still gets there, bit by bit.
                furthest = progress();
            }
        }
    }

    public void Dispose() => Http.Dispose();
}
