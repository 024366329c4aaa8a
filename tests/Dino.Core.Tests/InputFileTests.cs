using System.Diagnostics;
using System.Net.Sockets;

namespace Dino.Core.Tests;

public sealed class InputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("input-").FullName;

    [Fact]
    public void OpenRead_Pipe_IsRefusedAtOnce()
    {
        using var make = Process.Start("mkfifo", In("pipe"));
        make.WaitForExit();

        var problem = Assert.Throws<BadInputException>(() => InputFile.OpenRead(In("pipe")));

        Assert.StartsWith(In("pipe"), problem.Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => FileHash.Sha256(In("pipe")));
    }

    [Fact]
    public void OpenRead_Socket_IsRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(In("socket")));

        Assert.Throws<BadInputException>(() => InputFile.OpenRead(In("socket")));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void ReadAllBytes_Device_IsRefused(string device)
    {
        File.CreateSymbolicLink(In("link"), device);

        Assert.Throws<BadInputException>(() => InputFile.ReadAllBytes(device));
        Assert.Throws<BadInputException>(() => InputFile.ReadAllBytes(In("link")));
    }

    [Fact]
    public void IsThere_Folder_IsAnErrorAndNotAbsent() => Assert.Throws<BadInputException>(() => InputFile.IsThere(_folder));

    [Fact]
    public void IsThere_NothingOrALinkToNothing_IsFalse()
    {
        File.CreateSymbolicLink(In("link"), In("gone"));

        Assert.False(InputFile.IsThere(In("gone")));
        Assert.False(InputFile.IsThere(In("link")));
        Assert.Throws<FileNotFoundException>(() => InputFile.OpenRead(In("gone")));
    }

    [Fact]
    public void ReadAllText_LinkToAFileWithByteOrderMark_GivesTheText()
    {
        File.WriteAllBytes(In("file"), [0xEF, 0xBB, 0xBF, (byte)'x']);
        File.CreateSymbolicLink(In("link"), In("file"));

        Assert.Equal("x", InputFile.ReadAllText(In("link")));
    }

    [Fact]
    public void ReadAllBytes_MoreThanAllowed_IsRefusedBeforeItIsRead()
    {
        using (var sparse = File.Create(In("large")))
        {
            sparse.SetLength(InputFile.MostDocumentBytes + 1);
        }

        var problem = Assert.Throws<BadInputException>(() => InputFile.ReadAllText(In("large")));
        Assert.Contains($"{InputFile.MostDocumentBytes}", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);
}
