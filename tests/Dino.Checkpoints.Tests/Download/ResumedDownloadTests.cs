using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Dino.Checkpoints.Download;
using Dino.Core;

namespace Dino.Checkpoints.Tests.Download;

/// <summary>A download that broke off goes on only with what it certainly has, of the same version of the file.</summary>
public sealed class ResumedDownloadTests : IDisposable
{
    private const int Half = 2000;
    private const string Tag = "ETag: \"v1\"";
    private const string Date = "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT";

    // Safetensors has no check sums: what is joined wrongly here would be taken for weights.
    private static readonly byte[] Weights = Safetensors(1);
    private static readonly byte[] Changed = Safetensors(2);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];
    private readonly WeightFetcher _fetcher = new(
        new DownloadOptions { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(5), FlushInterval = 300 });

    private string Target => _folder.File("file.pth");

    private string Part => Target + ".part";

    private string Record => Part + ".json";

    [Fact]
    public async Task Fetch_SecondHalfOfThePartZeroed_StartsAgainAndSaysSo()
    {
        using var server = await BreakOff((request, stream) => stream.Asked(request, Weights));
        var part = File.ReadAllBytes(Part);
        part.AsSpan(Half / 2).Clear();
        File.WriteAllBytes(Part, part);

        Assert.Equal(Weights, await Fetch(server));
        Assert.Equal(0, server.Requests.Last().From);
        Assert.Contains("what was received is damaged", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(100, Half)]
    public async Task Fetch_PartOfAnotherLengthThanRecorded_LosesWhatNothingVouchesFor(int more, int from)
    {
        using var server = await BreakOff((request, stream) => stream.Asked(request, Weights));
        using (var part = File.OpenWrite(Part))
        {
            part.SetLength(Half + more);
        }

        Assert.Equal(Weights, await Fetch(server));
        Assert.Equal(from, server.Requests.Last().From);
        Assert.Equal(from == 0 ? 1 : 0, _warnings.Count);
    }

    [Fact]
    public async Task Fetch_KilledWithBytesNotYetFlushed_GoesOnFromTheRecord()
    {
        // What is on disk in the middle is what SIGKILL leaves; zeros behind the last flush are what a power loss makes of it.
        using var killed = new TemporaryFolder();
        var progress = new CopyOnce(_folder.Path, killed.Path);
        using var server = new LocalServer(async (request, stream, _) =>
        {
            await stream.Asked(request, Weights, request.From == 0 ? Half : int.MaxValue);
            await progress.Done;
            await stream.WriteAsync(request.From == 0 ? Weights.AsMemory(Half) : ReadOnlyMemory<byte>.Empty);
        });
        await _fetcher.FetchAsync(Entry(server), _folder.Path, progress);
        var recorded = (int)PartRecord.Read(killed.File("file.pth.part.json")).Bytes;
        Assert.InRange(recorded, 1, Half);
        using (var part = File.OpenWrite(killed.File("file.pth.part")))
        {
            part.Position = recorded;
            part.Write(new byte[500]);
        }

        var fetched = await _fetcher.FetchAsync(Entry(server), killed.Path);
        Assert.Equal(Weights, File.ReadAllBytes(fetched.Path));
        Assert.Equal(recorded, server.Requests.Last().From);
    }

    [Theory]
    [InlineData(Tag, "ETag: \"v2\"")]
    [InlineData(Tag, "ETag: W/\"v1\"")]
    [InlineData(Tag, "X-None: 1")]
    [InlineData(Date, "Last-Modified: Tue, 02 Jan 2024 00:00:00 GMT")]
    [InlineData(Date, "X-None: 1")]
    [InlineData("ETag: W/\"v1\"\n" + Date, "ETag: W/\"v2\"\n" + Date)]
    [InlineData(Tag + "\n" + Date, Tag + "\nLast-Modified: Tue, 02 Jan 2024 00:00:00 GMT")]
    public async Task Fetch_RestIsOfAnotherVersion_StartsAgain(string before, string after)
    {
        using var server = await BreakOff((request, stream) => stream.Asked(request, Changed, version: after), before);
        Assert.Equal(Changed, await Fetch(server));
        Assert.Equal([Half, 0], server.Requests.Skip(2).Select(request => request.From));
        Assert.Contains("same version", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_RestIsOfALongerFile_StartsAgain()
    {
        var longer = Safetensors(3, 2000);
        using var server = await BreakOff((request, stream) => stream.Asked(request, longer));
        Assert.Equal(longer, await Fetch(server));
        Assert.Equal([Half, 0], server.Requests.Skip(2).Select(request => request.From));
    }

    [Fact]
    public async Task Fetch_ServerSaysThatTheFileChanged_TakesTheNewOneWhole()
    {
        using var server = await BreakOff((_, stream) => stream.Whole(Changed, version: "ETag: \"v2\""));
        Assert.Equal(Changed, await Fetch(server));
        Assert.Contains("from the start", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Tag + "\n" + Date, "\"v1\"")]
    [InlineData(Date, "Mon, 01 Jan 2024 00:00:00 GMT")]
    [InlineData("ETag: W/\"v1\"\n" + Date, "Mon, 01 Jan 2024 00:00:00 GMT")]
    public async Task Fetch_ServerNamesTheVersion_GoesOnWithThatOneOnly(string version, string condition)
    {
        using var server = await BreakOff((request, stream) => stream.Asked(request, Weights, version: version), version);
        Assert.Equal(Weights, await Fetch(server));
        Assert.Equal((Half, condition), (server.Requests.Last().From, server.Requests.Last().IfRange));
    }

    [Theory]
    [InlineData("X-None: 1")]
    [InlineData("ETag: W/\"v1\"")]
    [InlineData("Date: Mon, 01 Jan 2024 00:00:00 GMT\n" + Date)]
    public async Task Fetch_ServerNamesNoVersion_StartsAgainUnlessTheHashIsKnown(string version)
    {
        using var server = await BreakOff((request, stream) => stream.Asked(request, Changed, version: version), version);
        Assert.Equal(Changed, await Fetch(server));
        Assert.Equal(0, server.Requests.Last().From);
        Assert.Contains("names no version", _warnings[^1], StringComparison.Ordinal);

        File.Delete(Target);
        File.Delete(Target + ".origin.json");
        var hash = FileHash.Sha256(Weights);
        using var known = await BreakOff((request, stream) => stream.Asked(request, Weights, version: version), version, hash);
        Assert.Equal(Weights, await Fetch(known, hash));
        Assert.Equal(Half, known.Requests.Last().From);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"source":null,"version":null,"bytes":1,"sha256":null}""")]
    [InlineData("""{"source":"SOURCE","version":VERSION,"bytes":-1,"sha256":""}""")]
    [InlineData("""{"source":"SOURCE","version":VERSION,"bytes":9223372036854775807,"sha256":"00"}""")]
    public async Task Fetch_RecordOfThePartDamaged_StartsAgainAndSaysSo(string record)
    {
        using var server = await BreakOff((request, stream) => stream.Asked(request, Weights));
        File.WriteAllText(Record, record
            .Replace("SOURCE", server.Address().AbsoluteUri, StringComparison.Ordinal)
            .Replace("VERSION", """{"total":null,"entity_tag":null,"last_modified":null}""", StringComparison.Ordinal));
        Assert.Equal(Weights, await Fetch(server));
        Assert.Equal(0, server.Requests.Last().From);
        Assert.Contains("starts again", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        _folder.Dispose();
    }

    private static WeightEntry Entry(LocalServer server, string? sha256 = null)
        => new("x", "file.pth", "", [server.Address()], Sha256: sha256);

    /// <summary>Leaves the first half of the weights as a part; from now on the server does what is told.</summary>
    private async Task<LocalServer> BreakOff(
        Func<LocalServer.Request, NetworkStream, Task> then, string version = Tag, string? sha256 = null)
    {
        var answers = 0;
        var server = new LocalServer((request, stream, _) => answers++ switch
        {
            0 => stream.Whole(Weights, Half, version: version),
            1 => stream.Status("404 Not Found"),
            _ => then(request, stream),
        });
        await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server, sha256), _folder.Path));
        return server;
    }

    private async Task<byte[]> Fetch(LocalServer server, string? sha256 = null)
    {
        await _fetcher.FetchAsync(Entry(server, sha256), _folder.Path, warn: _warnings.Add);
        Assert.False(File.Exists(Part) || File.Exists(Record));
        return File.ReadAllBytes(Target);
    }

    private static byte[] Safetensors(byte value, int elements = 1000)
    {
        var header = $$$"""{"w":{"dtype":"F32","shape":[{{{elements}}}],"data_offsets":[0,{{{elements * sizeof(float)}}}]}}""";
        var data = Enumerable.Repeat(value, elements * sizeof(float));
        return [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. data];
    }

    /// <summary>Copies what is on disk when the first bytes have come; cp, as .NET heeds its own locks.</summary>
    private sealed class CopyOnce(string from, string to) : IProgress<DownloadProgress>
    {
        private readonly TaskCompletionSource _done = new();

        public Task Done => _done.Task;

        public void Report(DownloadProgress value)
        {
            if (_done.Task.IsCompleted)
            {
                return;
            }

            using (var copy = Process.Start("cp", ["-r", from + "/.", to]))
            {
                copy.WaitForExit();
            }

            _done.TrySetResult();
        }
    }
}
