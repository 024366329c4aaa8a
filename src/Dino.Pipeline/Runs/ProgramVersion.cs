using Dino.Pipeline.Code;

namespace Dino.Pipeline.Runs;

/// <summary>Which version of the program runs. The build says it in a file beside the program and not within, so that a
/// commit alone changes no assembly and makes no run stale (<see cref="CodeInventory"/>).</summary>
public static class ProgramVersion
{
    /// <summary>Version and commit, such as "1.2.0+4031cfea...".</summary>
    public static string Text { get; } = Read(Path.Combine(AppContext.BaseDirectory, "dino.version"));

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "unknown";
}
