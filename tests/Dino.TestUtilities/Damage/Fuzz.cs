using System.Diagnostics;
using System.Globalization;
using Dino.Core;

namespace Dino.TestUtilities;

/// <summary>Reads damaged files for a while: one second for each reader, or as many as the variable DINO_FUZZ_SECONDS
/// says.</summary>
public static class Fuzz
{
    /// <summary>Managed memory that one reading may take beside a multiple of the file.</summary>
    private const long MostBytes = 64L << 20;

    private const int MostTimesTheFile = 100;

    /// <summary>Damages <paramref name="original"/> with the seeds 1, 2, 3, ... and reads it.</summary>
    /// <param name="read">Gets a file, which is overwritten after the call.</param>
    /// <param name="from">Where damage begins, for a part of the file that counts.</param>
    /// <returns>How many were read.</returns>
    /// <exception cref="InvalidOperationException">Something else than <see cref="BadInputException"/> came out, or memory
    /// without bound was taken; the message names the seed.</exception>
    public static int Run(byte[] original, Action<string> read, int from = 0)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-");
        try
        {
            var (watch, budget, seed) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(Seconds()), 0);
            while (watch.Elapsed < budget)
            {
                ReadOne(original, ++seed, read, from, Path.Combine(folder.FullName, "damaged"));
            }

            return seed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads the file of one seed, such as one that failed once.</summary>
    /// <inheritdoc cref="Run(byte[], Action{string}, int)"/>
    public static void One(byte[] original, long seed, Action<string> read, int from = 0)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-");
        try
        {
            ReadOne(original, seed, read, from, Path.Combine(folder.FullName, "damaged"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void ReadOne(byte[] original, long seed, Action<string> read, int from, string path)
    {
        byte[] damaged = [.. original[..from], .. ByteDamage.Of(original[from..], seed)];
        File.WriteAllBytes(path, damaged);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(path);
        }
        catch (BadInputException)
        {
            // One of the two permitted outcomes.
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException(
                $"seed {seed}: {problem.GetType().Name}: {problem.Message}\n{problem.StackTrace}", problem);
        }

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        if (taken > MostBytes + ((long)MostTimesTheFile * damaged.Length))
        {
            throw new InvalidOperationException($"seed {seed}: took {taken} bytes for a file of {damaged.Length}");
        }
    }

    private static double Seconds()
        => double.TryParse(Environment.GetEnvironmentVariable("DINO_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds)
        ? seconds
        : 1;
}
