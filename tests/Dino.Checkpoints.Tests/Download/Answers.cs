using System.Net.Sockets;
using System.Text;

namespace Dino.Checkpoints.Tests.Download;

/// <summary>What a <see cref="LocalServer"/> may send.</summary>
internal static class Answers
{
    public static async Task Send(this NetworkStream stream, string head, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    public static Task Whole(
        this NetworkStream stream, byte[] file, int count = int.MaxValue, int? claimed = null, string version = "ETag: \"v1\"")
        => stream.Send(
            $"HTTP/1.1 200 OK\nContent-Length: {claimed ?? file.Length}\n{version}",
            file.AsMemory(0, Math.Min(count, file.Length)));

    /// <summary>What was asked for, or only the first <paramref name="count"/> bytes of it.</summary>
    public static Task Asked(
        this NetworkStream stream,
        LocalServer.Request request,
        byte[] file,
        int count = int.MaxValue,
        string version = "ETag: \"v1\"")
        => request.From == 0
            ? stream.Whole(file, count, version: version)
            : stream.Send(
                $"HTTP/1.1 206 Partial Content\nContent-Length: {file.Length - request.From}\n"
                + $"Content-Range: bytes {request.From}-{file.Length - 1}/{file.Length}\n{version}",
                file.AsMemory(request.From, Math.Min(count, file.Length - request.From)));

    public static Task Page(this NetworkStream stream, string html)
        => stream.Send($"HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: {Encoding.UTF8.GetByteCount(html)}", Encoding.UTF8.GetBytes(html));

    public static Task Status(this NetworkStream stream, string status, string header = "X-None: 1")
        => stream.Send($"HTTP/1.1 {status}\n{header}\nContent-Length: 0", ReadOnlyMemory<byte>.Empty);
}
