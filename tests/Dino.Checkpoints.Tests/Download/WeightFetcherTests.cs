using Dino.Checkpoints.Download;
using Dino.Core;

namespace Dino.Checkpoints.Tests.Download;

public sealed class WeightFetcherTests : IDisposable
{
    private const int Part = 1000;

    private static readonly byte[] Weights = File.ReadAllBytes(PthFixture.Path("checkpoint_zip.pth"));
    private static readonly string Hash = FileHash.Sha256(Weights);

    private readonly TemporaryFolder _folder = new();

    // Short pauses; a stall of 2 s absorbs a busy machine and keeps the tests quick.
    private readonly WeightFetcher _fetcher = new(new DownloadOptions { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(5), StallTimeout = TimeSpan.FromSeconds(2) });

    private string Target => _folder.File("file.pth");

    [Fact]
    public async Task Fetch_GoodServer_WritesTheFileAndWhereItCameFrom()
    {
        using var server = new LocalServer((request, stream, _) => stream.Asked(request, Weights));
        var steps = new List<DownloadProgress>();
        var fetched = await _fetcher.FetchAsync(Entry(server), _folder.Path, new ListProgress(steps));

        Assert.Equal(new FetchedWeights(Target, Weights.Length, Hash, AlreadyThere: false), fetched);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal(["file.pth", "file.pth.origin.json"], Files());
        Assert.Equal((Weights.Length, Weights.Length), (steps[^1].Received, steps[^1].Total));
    }

    [Fact]
    public async Task Fetch_ConnectionDropsEveryThousandBytes_GoesOnWhereItBrokeOff()
    {
        using var server = new LocalServer((request, stream, _) => stream.Asked(request, Weights, Part));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        // More drops than attempts: progress gives new ones.
        Assert.Equal(Enumerable.Range(0, (Weights.Length + Part - 1) / Part).Select(i => i * Part), server.Requests.Select(request => request.From));
        Assert.All(server.Requests.Skip(1), request => Assert.Equal("\"v1\"", request.IfRange));
    }

    [Fact]
    public async Task Fetch_ServerStalls_IsDroppedAndTakenUpAgain()
    {
        using var server = new LocalServer(async (request, stream, stop) =>
        {
            await stream.Asked(request, Weights, request.From == 0 ? Part : int.MaxValue);
            await Task.Delay(request.From == 0 ? Timeout.Infinite : 0, stop);
        });
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal([0, Part], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Fetch_ServerIgnoresRanges_StartsAgain()
    {
        var answers = 0;
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights, answers++ == 0 ? Part : int.MaxValue));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Fetch_ServerSendsAnotherRange_StartsAgain()
    {
        using var server = new LocalServer((request, stream, _) => request.From > 0
            ? stream.Send($"HTTP/1.1 206 Partial Content\nContent-Length: 10\nContent-Range: bytes 5-14/{Weights.Length}", Weights.AsMemory(5, 10))
            : stream.Whole(Weights, Requested(request) ? Part : int.MaxValue));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        Assert.Equal(Weights, File.ReadAllBytes(Target));

        bool Requested(LocalServer.Request request) => request.From == 0 && !File.Exists(_folder.File("seen")) && _folder.Write("seen", [1]).Length > 0;
    }

    [Fact]
    public async Task Fetch_ServerClaimsMoreThanItHas_SaysSoAndKeepsThePart()
    {
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights, Part, claimed: 2 * Weights.Length));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains($"broke off after {Part}", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["file.pth.part", "file.pth.part.json"], Files());
        // Three attempts that brought the first bytes, and three more that brought none.
        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fetch_ServerClaimsLessThanTheFile_IsRefusedByHashOrContent(bool hashIsKnown)
    {
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights, Part, claimed: Part));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server) with { Sha256 = hashIsKnown ? Hash : null }, _folder.Path));
        Assert.Contains(hashIsKnown ? "SHA-256 is" : "truncated zip", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Fetch_BodyWithoutEnd_StopsAtTheKnownSize()
    {
        using var server = new LocalServer(async (_, stream, stop) =>
        {
            await stream.Send("HTTP/1.1 200 OK", Weights);
            while (!stop.IsCancellationRequested)
            {
                await stream.WriteAsync(Weights, stop);
            }
        });
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server) with { Size = Weights.Length }, _folder.Path));
        Assert.Contains($"more than the expected {Weights.Length} bytes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_OtherSizeThanTheCatalogueSays_IsRefusedBeforeItIsRead()
    {
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server) with { Size = 7 }, _folder.Path));
        Assert.Contains($"offers {Weights.Length} bytes, expected 7", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_RedirectAndBusyServer_IsFollowedAndTriedAgain()
    {
        var busy = 2;
        using var server = new LocalServer((request, stream, _) => request.Path == "/file.pth"
            ? stream.Status("302 Found", "Location: /elsewhere")
            : busy-- > 0 ? stream.Status("503 Service Unavailable") : stream.Whole(Weights));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Fetch_FirstSourceGone_TakesTheNext()
    {
        using var server = new LocalServer((request, stream, _) => request.Path == "/file.pth" ? stream.Status("404 Not Found") : stream.Whole(Weights));
        await _fetcher.FetchAsync(Entry(server) with { Sources = [server.Address(), server.Address("/mirror")] }, _folder.Path);
        Assert.Equal(["/file.pth", "/mirror"], server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Fetch_DriveAsksForConfirmation_FollowsTheForm()
    {
        const string Page = """
            <!DOCTYPE html><html><head><title>Google Drive - Virus scan warning</title></head><body>
            <form id="download-form" action="/download" method="get"><input type="submit" value="Download anyway"/>
            <input type="hidden" name="id" value="1Awx"><input type="hidden" name="export" value="download"><input type="hidden" name="confirm" value="t">
            <input type="hidden" name="uuid" value="a&amp;b"></form></body></html>
            """;
        using var server = new LocalServer((request, stream, _) => request.Path == "/file.pth" ? stream.Page(Page) : stream.Whole(Weights));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        Assert.Equal(Weights, File.ReadAllBytes(Target));
        Assert.Equal("/download?id=1Awx&export=download&confirm=t&uuid=a%26b", server.Requests.Last().Path);
    }

    [Theory]
    [InlineData("<html><title>Google Drive - Quota exceeded</title>", "quota for this file is used up")]
    [InlineData("<html><title>Sign in</title>", "the web page 'Sign in'")]
    [InlineData("""<form id="download-form" action="https://elsewhere.example/x">""", "sent a web page")]
    public async Task Fetch_PageInPlaceOfTheFile_IsExplained(string html, string reason)
    {
        using var server = new LocalServer((_, stream, _) => stream.Page(html));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NoConnection_NamesTheFileItsSourceAndItsPlace()
    {
        Uri address;
        using (var server = new LocalServer((_, _, _) => Task.CompletedTask))
        {
            address = server.Address();
        }

        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(new WeightEntry("x", "file.pth", "", [address]), _folder.Path));
        Assert.Contains("could not download file.pth: 127.0.0.1 cannot be reached", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"from {address} and put it at {Target}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_FileIsThere_AsksNobody()
    {
        _folder.Write("file.pth", Weights);
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        Assert.True((await _fetcher.FetchAsync(Entry(server) with { Sha256 = Hash }, _folder.Path)).AlreadyThere);
        Assert.Empty(server.Requests);

        File.AppendAllText(Target, "x");
        var problem = await Assert.ThrowsAsync<BadInputException>(() => _fetcher.FetchAsync(Entry(server) with { Sha256 = Hash }, _folder.Path));
        Assert.Contains($"expected {Hash}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_HashNobodyPublished_IsFixedByTheFirstDownload()
    {
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        File.AppendAllText(Target, "x");
        var problem = await Assert.ThrowsAsync<BadInputException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains($"expected {Hash}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_CancelledAndStartedAgain_GoesOn()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new LocalServer(async (request, stream, stop) =>
        {
            await stream.Asked(request, Weights, request.From == 0 ? Part : int.MaxValue);
            if (request.From == 0)
            {
                await Task.Delay(100, stop);
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, stop);
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path, cancellation: cancel.Token));

        await _fetcher.FetchAsync(Entry(server) with { Sha256 = Hash }, _folder.Path);
        Assert.Equal([0, Part], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Fetch_AnotherProcessIsAtIt_SaysSo()
    {
        using var hold = new FileStream(Target + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        var problem = await Assert.ThrowsAsync<BadInputException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains("another process is fetching it", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        _folder.Dispose();
    }

    private static WeightEntry Entry(LocalServer server) => new("x", "file.pth", "", [server.Address()]);

    private IEnumerable<string> Files() => Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private sealed class ListProgress(List<DownloadProgress> steps) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => steps.Add(value);
    }
}
