using System.Diagnostics;

namespace Dino.Repro.Tests.Training;

/// <summary>A file system in memory that can be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <returns>Mounted on the folder, which is made; null where that is not allowed (only root may, and not in every container).</returns>
    public static SmallDisk? TryMount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    public void Fill(long leave)
    {
        var block = new byte[4096];
        using var filler = File.Create(Filler);
        while (new DriveInfo(_folder).AvailableFreeSpace >= leave + block.Length)
        {
            filler.Write(block);
            filler.Flush();
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose() => Run("umount", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
