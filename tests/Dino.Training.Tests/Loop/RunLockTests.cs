using Dino.Core;
using Dino.Training.Loop;

namespace Dino.Training.Tests.Loop;

public sealed class RunLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lock_Held_RefusesTheSecond()
    {
        using var first = new RunLock(_folder);
        var exception = Assert.Throws<BadInputException>(() => new RunLock(_folder));
        Assert.Contains(_folder, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_Released_CanBeTakenAgain()
    {
        new RunLock(_folder).Dispose();
        new RunLock(_folder).Dispose();
    }
}
