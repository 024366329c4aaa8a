using System.Runtime.InteropServices;

namespace Dino.Data.Splitting;

/// <summary>A second name for a file's content; unlike a symbolic link it leads nowhere out of its folder.</summary>
internal static partial class HardLink
{
    /// <summary>False where the system cannot: another file system, no permission, not Unix.</summary>
    public static bool TryCreate(string existing, string path) => !OperatingSystem.IsWindows() && Link(existing, path) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Link(string existing, string path);
}
