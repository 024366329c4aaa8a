using System.Runtime.InteropServices;

namespace Dino.Data.Splitting;

/// <summary>Puts image files into another dataset's folder.</summary>
internal static partial class ImageFiles
{
    /// <summary>Gives <paramref name="existing"/> the further name <paramref name="path"/>. A hard link leads nowhere out of its folder as a symbolic one
    /// would; where the system has none (another file system, no permission, Windows) and on request the file is copied.</summary>
    public static void Place(string existing, string path, bool copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (copy || OperatingSystem.IsWindows() || Link(existing, path) != 0)
        {
            File.Copy(existing, path);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Link(string existing, string path);
}
