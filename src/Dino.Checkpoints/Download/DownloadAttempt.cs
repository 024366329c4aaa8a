using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly.Timeout;

namespace Dino.Checkpoints.Download;

/// <summary>One request for what is still missing of a file, and its answer.</summary>
internal sealed class DownloadAttempt(HttpClient http, DownloadOptions options, WeightEntry entry, Uri source, PartialFile part)
{
    private const int BufferBytes = 1 << 17;
    private const int LongestPage = 1 << 20;
    private const int ConfirmationPages = 2;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private Uri? _confirmed;

    /// <summary>Appends to the part until it is complete.</summary>
    /// <exception cref="DownloadException">It is not.</exception>
    public async ValueTask RunAsync(Action<long, long?> report, CancellationToken cancellation)
    {
        for (var page = 0; page <= ConfirmationPages; page++)
        {
            using var response = await SendAsync(cancellation);
            if (await ReceiveAsync(response, report, cancellation))
            {
                return;
            }
        }

        throw new DownloadException("asks for confirmation again and again", transient: false);
    }

    private async Task<HttpResponseMessage> SendAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _confirmed ?? source);
        if (part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            if (EntityTagHeaderValue.TryParse(part.EntityTag, out var tag) && !tag.IsWeak)
            {
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }
        }

        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception problem) when (problem is HttpRequestException or TimeoutRejectedException)
        {
            // The client has tried this often enough already.
            throw new DownloadException($"cannot be reached ({problem.Message})", transient: false, problem);
        }
    }

    /// <summary>False when a confirmation page came, which leads to another address.</summary>
    private async Task<bool> ReceiveAsync(HttpResponseMessage response, Action<long, long?> report, CancellationToken cancellation)
    {
        var isWhole = IsWhole(response);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var count = await ReadAsync(body, stall);
            if (isWhole && count > 0 && _buffer[0] == '<')
            {
                var html = await PageAsync(body, count, stall);
                _confirmed = WebPage.Confirmation(html, response.RequestMessage!.RequestUri!) ?? throw new DownloadException(WebPage.Explain(html), transient: false);
                return false;
            }

            if (isWhole)
            {
                part.Restart(source, response.Headers.ETag?.ToString());
            }

            await CopyAsync(body, count, Total(response), report, stall);
            return true;
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadException($"sent nothing for {options.StallTimeout.TotalSeconds:0.#} s", transient: true, problem);
        }
        catch (IOException problem)
        {
            throw new DownloadException($"broke off after {part.Length} bytes ({problem.Message})", transient: true, problem);
        }
    }

    /// <summary>True when the body is the file from its start, asked for or not; false when it goes on where the part ends.</summary>
    private bool IsWhole(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return true;
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == part.Length:
                return false;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart(source, entityTag: null);
                throw new DownloadException("does not go on where the file broke off", transient: true);
            default:
                throw new DownloadException($"answers {(int)response.StatusCode} {response.ReasonPhrase}", transient: false);
        }
    }

    private long? Total(HttpResponseMessage response)
    {
        var total = response.Content.Headers.ContentRange?.Length ?? part.Length + response.Content.Headers.ContentLength;
        return total is null || entry.Size is null || total == entry.Size
            ? total ?? entry.Size
            : throw new DownloadException($"offers {total} bytes, expected {entry.Size}", transient: false);
    }

    private async Task CopyAsync(Stream body, int count, long? total, Action<long, long?> report, CancellationTokenSource stall)
    {
        for (; count > 0; count = await ReadAsync(body, stall))
        {
            part.Append(_buffer.AsSpan(0, count));
            report(part.Length, total);
            if (part.Length > (entry.Size ?? options.LargestFile))
            {
                throw new DownloadException($"sent more than the expected {entry.Size ?? options.LargestFile} bytes", transient: false);
            }
        }

        if (part.Length < total)
        {
            throw new DownloadException($"broke off after {part.Length} of {total} bytes", transient: true);
        }
    }

    private async Task<string> PageAsync(Stream body, int count, CancellationTokenSource stall)
    {
        var page = new StringBuilder();
        for (; count > 0 && page.Length < LongestPage; count = await ReadAsync(body, stall))
        {
            page.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }

        return page.ToString();
    }

    private async ValueTask<int> ReadAsync(Stream body, CancellationTokenSource stall)
    {
        stall.CancelAfter(options.StallTimeout);
        return await body.ReadAsync(_buffer, stall.Token);
    }
}
