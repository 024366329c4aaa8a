namespace Dino.Core.Tests;

public sealed class FolderLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lock_Held_RefusesTheSecond()
    {
        using var first = new FolderLock(_folder);
        var exception = Assert.Throws<BadInputException>(() => new FolderLock(_folder));
        Assert.StartsWith($"{_folder}: in use by another process", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_Released_CanBeTakenAgain()
    {
        new FolderLock(_folder).Dispose();
        new FolderLock(_folder).Dispose();
    }

    [Fact]
    public void Lock_WhereNothingCanBeWritten_IsNotCalledHeld()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "not a folder");
        var exception = Assert.Throws<BadInputException>(() => new FolderLock(Path.Combine(file, "run")));
        Assert.Contains("cannot be locked for writing", exception.Message, StringComparison.Ordinal);
    }
}
