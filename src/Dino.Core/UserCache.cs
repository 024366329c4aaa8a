namespace Dino.Core;

/// <summary>Where the user's machine keeps what can be made again.</summary>
public static class UserCache
{
    /// <summary>dino-repro in the user's cache folder (XDG_CACHE_HOME, else ~/.cache). It need not exist and may not be
    /// writable.</summary>
    public static string Folder { get; } = Path.Combine(Parent(), "dino-repro");

    private static string Parent() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Home(), ".cache");

    private static string Home()
        => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
}
