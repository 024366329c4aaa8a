using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dino.Checkpoints.Tests.Download;

/// <summary>An HTTP server on this machine that answers byte for byte as a test says, right or wrong. It closes each connection after one answer.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, NetworkStream, CancellationToken, Task> _answer;

    public LocalServer(Func<Request, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Address(string path = "/file.pth") => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var request = await ReadAsync(stream);
                Requests.Enqueue(request);
                await _answer(request, stream, _stop.Token);
            }
            catch (Exception problem) when (problem is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private static async Task<Request> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) > 0)
        {
            text.Append((char)buffer[0]);
        }

        var lines = text.ToString().Split("\r\n");
        var range = Header(lines, "Range: bytes=");
        return new Request(lines[0].Split(' ')[1], range is null ? 0 : int.Parse(range[..^1]), Header(lines, "If-Range: "));
    }

    private static string? Header(string[] lines, string start)
        => Array.Find(lines, line => line.StartsWith(start, StringComparison.OrdinalIgnoreCase))?[start.Length..];

    internal sealed record Request(string Path, int From, string? IfRange);
}
