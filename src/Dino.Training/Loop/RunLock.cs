using Dino.Core;

namespace Dino.Training.Loop;

/// <summary>Holds a run's folder for one process; the system lets go when the process ends, however it ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="BadInputException">Another process trains in this folder.</exception>
    public RunLock(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            _file = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem)
        {
            throw new BadInputException($"{folder}: another run is training here; wait for it to end or choose another folder", problem);
        }
    }

    public void Dispose() => _file.Dispose();
}
