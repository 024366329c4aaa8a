using System.Diagnostics;
using System.Text;
using Dino.Checkpoints.Download;
using Dino.Core;

namespace Dino.Checkpoints.Tests.Download;

/// <summary>Only an undamaged checkpoint becomes the weights, and only the recorded one stays them.</summary>
public sealed class DownloadedFileTests : IDisposable
{
    private static readonly byte[] Weights = File.ReadAllBytes(PthFixture.Path("checkpoint_zip.pth"));

    private readonly TemporaryFolder _folder = new();
    private readonly WeightFetcher _fetcher = new(
        new DownloadOptions { Attempts = 2, FirstDelay = TimeSpan.FromMilliseconds(5) });

    private string Target => _folder.File("file.pth");

    public static TheoryData<byte[], string> NoCheckpoints => new()
    {
        { "\n <!DOCTYPE html><html><title>Sign in</title></html>"u8.ToArray(), "is a web page" },
        { "%PDF-1.7 and more"u8.ToArray(), "is not a checkpoint" },
        { [.. File.ReadAllBytes(PthFixture.Path("checkpoint_legacy.pth")), 0], "1 bytes behind its last storage" },
        { [.. File.ReadAllBytes(PthFixture.Path("expected.safetensors")), 0], "1 bytes behind its last tensor" },
        { [], "is empty" },
    };

    [Theory]
    [MemberData(nameof(NoCheckpoints))]
    public async Task Fetch_NoCheckpoint_IsRefusedAndNotKept(byte[] sent, string reason)
    {
        using var server = new LocalServer((_, stream, _) => stream.Whole(sent));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Fetch_BitFlippedInATensor_IsRefusedByTheZipsOwnSum()
    {
        var damaged = (byte[])Weights.Clone();
        damaged[PositionOfATensor()] ^= 1;
        using var server = new LocalServer((_, stream, _) => stream.Whole(damaged));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains("its CRC-32 is", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Fetch_AgainWithAnotherContent_DemandsTheRecordedHash()
    {
        var sent = Weights;
        using var server = new LocalServer((_, stream, _) => stream.Whole(sent));
        await _fetcher.FetchAsync(Entry(server), _folder.Path);
        File.Delete(Target);
        sent = File.ReadAllBytes(PthFixture.Path("bare_state_dict.pth"));

        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        var expected = $"expected {FileHash.Sha256(Weights)} as {Target}.origin.json recorded";
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Equal([Target + ".origin.json"], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"source":"x","bytes":1,"sha256":null}""")]
    [InlineData("""{"source":"x","bytes":1,"sha256":""}""")]
    public async Task Fetch_RecordOfTheFirstDownloadDamaged_IsRefused(string record)
    {
        _folder.Write("file.pth", Weights);
        File.WriteAllText(Target + ".origin.json", record);
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        var problem = await Assert.ThrowsAsync<BadInputException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Contains("file.pth.origin.json: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("delete it and the weights", problem.Message, StringComparison.Ordinal);
        Assert.Equal(record, File.ReadAllText(Target + ".origin.json"));
    }

    [Fact]
    public async Task Fetch_SomethingElseLiesThere_IsNotRecordedAsTheWeights()
    {
        _folder.Write("file.pth", "%PDF-1.7"u8);
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        await Assert.ThrowsAsync<BadInputException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("", "folder")]
    [InlineData("", "fifo")]
    [InlineData("", "device")]
    [InlineData(".part", "folder")]
    [InlineData(".part", "fifo")]
    [InlineData(".part", "device")]
    [InlineData(".part.json", "folder")]
    [InlineData(".part.json", "fifo")]
    [InlineData(".part.json", "device")]
    [InlineData(".origin.json", "folder")]
    [InlineData(".origin.json", "fifo")]
    [InlineData(".origin.json", "device")]
    [InlineData(".lock", "folder")]
    [InlineData(".lock", "fifo")]
    public async Task Fetch_NoFileInPlaceOfOne_IsRefusedAndLeft(string suffix, string kind)
    {
        var path = Target + suffix;
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                using (var process = Process.Start("mkfifo", [path]))
                {
                    await process.WaitForExitAsync();
                }

                break;
        }

        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        // Ten seconds absorb a busy machine; without the check it would wait for ever.
        var fetch = _fetcher.FetchAsync(Entry(server), _folder.Path).WaitAsync(TimeSpan.FromSeconds(10));
        var problem = await Assert.ThrowsAsync<BadInputException>(() => fetch);
        Assert.StartsWith(path + ": is a ", problem.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Fetch_PartIsALinkToAUsersFile_LeavesThatFile()
    {
        var mine = _folder.Write("mine", "precious"u8);
        File.CreateSymbolicLink(Target + ".part", mine);
        using var server = new LocalServer((_, stream, _) => stream.Whole(Weights));
        await Assert.ThrowsAsync<BadInputException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.Equal("precious", File.ReadAllText(mine));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 \u001b[2J\u001b]0;owned\u0007Gone\nContent-Length: 0", "")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 40", "<title>\u001b[31mred\u009b1m &#27;[2J</title>        ")]
    public async Task Fetch_ServerSendsTerminalEscapes_TheyAreShownNotObeyed(string head, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var server = new LocalServer((_, stream, _) => stream.Send(head, bytes.AsMemory(0, Math.Min(bytes.Length, 40))));
        var problem = await Assert.ThrowsAsync<IOException>(() => _fetcher.FetchAsync(Entry(server), _folder.Path));
        Assert.DoesNotContain(problem.Message, char.IsControl);
    }

    public void Dispose()
    {
        _fetcher.Dispose();
        _folder.Dispose();
    }

    private static WeightEntry Entry(LocalServer server) => new("x", "file.pth", "", [server.Address()]);

    private static int PositionOfATensor()
    {
        using var checkpoint = Checkpoint.Open(PthFixture.Path("checkpoint_zip.pth"));
        using var tensor = checkpoint.Tensors.MaxBy(tensor => tensor.Stored.ByteLength)!.Stored.ToTensor();
        return Weights.AsSpan().IndexOf(tensor.bytes);
    }
}
