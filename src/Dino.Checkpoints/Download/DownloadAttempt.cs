using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly.Timeout;

namespace Dino.Checkpoints.Download;

/// <summary>One request for what is still missing of a file, and its answer.</summary>
/// <param name="hashIsKnown">The whole file will be compared with a hash, which halves of two versions do not have.</param>
internal sealed class DownloadAttempt(
    HttpClient http, DownloadOptions options, WeightEntry entry, Uri source, PartialFile part, bool hashIsKnown)
{
    private const int BufferBytes = 1 << 17;
    private const int LongestPage = 1 << 20;
    private const int ConfirmationPages = 2;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private Uri? _confirmed;
    private bool _goesOn;

    /// <summary>Appends to the part until it is complete.</summary>
    /// <exception cref="DownloadException">It is not.</exception>
    public async ValueTask RunAsync(Action<long, long?> report, CancellationToken cancellation)
    {
        if (part.IsComplete)
        {
            return;
        }

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
        var condition = part.Version.Condition();
        _goesOn = part.Length > 0 && (hashIsKnown || condition is not null);
        if (_goesOn)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = condition;
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
        var version = FileVersion.Of(response);
        var isWhole = IsWhole(response, version);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var count = await ReadAsync(body, stall);
            if (isWhole && WebPage.IsBegin(_buffer.AsSpan(0, count)))
            {
                var html = await PageAsync(body, count, stall);
                _confirmed = WebPage.Confirmation(html, response.RequestMessage!.RequestUri!) ?? throw new DownloadException(WebPage.Explain(html), transient: false);
                return false;
            }

            if (isWhole)
            {
                RequireSize(version.Total);
                part.Begin(version, _goesOn
                    ? "the server sends it from the start, perhaps another version"
                    : "the server names no version of the file (ETag, Last-Modified), so its rest may be of another one");
            }

            await CopyAsync(body, count, version.Total ?? part.Version.Total ?? entry.Size, report, stall);
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
    private bool IsWhole(HttpResponseMessage response, FileVersion version)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return true;
            case HttpStatusCode.PartialContent
                when _goesOn && response.Content.Headers.ContentRange?.From == part.Length
                    && part.Version.IsConfirmedBy(version):
                RequireSize(version.Total);
                return false;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Drop("the server does not go on with the same version where it broke off");
                throw new DownloadException("does not go on where the file broke off", transient: true);
            default:
                throw new DownloadException($"answers {(int)response.StatusCode} {response.ReasonPhrase}", transient: false);
        }
    }

    private void RequireSize(long? total)
    {
        if (entry.Size is { } expected && total is not null && total != expected)
        {
            throw new DownloadException($"offers {total} bytes, expected {expected}", transient: false);
        }
    }

    private async Task CopyAsync(Stream body, int count, long? total, Action<long, long?> report, CancellationTokenSource stall)
    {
        var most = total ?? options.LargestFile;
        for (; count > 0; count = await ReadAsync(body, stall))
        {
            part.Append(_buffer.AsSpan(0, count));
            report(part.Length, total);
            if (part.Length > most)
            {
                part.Drop("the server sent more than there is");
                throw new DownloadException($"sent more than the expected {most} bytes", transient: false);
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
