using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>Brings weights to this machine: resumes, tries again, tries the next source, and keeps nothing that is not what it should be.</summary>
public sealed class WeightFetcher : IDisposable
{
    private readonly DownloadOptions _options;
    private readonly DownloadClient _client;
    private readonly TimeProvider _time;

    public WeightFetcher(DownloadOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new DownloadOptions();
        _client = new DownloadClient(_options);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Makes sure that <paramref name="entry"/> is in <paramref name="folder"/>. A hash that the catalogue does not know is recorded beside the file and checked from then on.</summary>
    /// <exception cref="IOException">No source gave the file, or another process is fetching it; the message says what to do.</exception>
    /// <exception cref="BadInputException">The file that is there is not the right one.</exception>
    public async Task<FetchedWeights> FetchAsync(WeightEntry entry, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, entry.File);
        using var hold = Lock(target);
        if (File.Exists(target))
        {
            return Recognise(entry, target);
        }

        var problems = new List<string>();
        foreach (var source in entry.Sources)
        {
            try
            {
                return await FetchAsync(entry, source, target, progress, cancellation);
            }
            catch (DownloadException problem)
            {
                problems.Add($"{source.Host} {problem.Message}");
            }
        }

        throw new IOException($"could not download {entry.File}: {string.Join("; ", problems)}. "
            + $"Download it by other means from {string.Join(" or ", entry.Sources)} and put it at {Path.GetFullPath(target)}");
    }

    public void Dispose() => _client.Dispose();

    private static FileStream Lock(string target)
    {
        try
        {
            return new FileStream(target + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException problem)
        {
            throw new IOException($"{target}: another process is fetching it; wait for it, or delete {target}.lock if there is none", problem);
        }
    }

    private static FetchedWeights Recognise(WeightEntry entry, string target)
    {
        var (bytes, sha256) = (new FileInfo(target).Length, FileHash.Sha256(target));
        var expected = entry.Sha256 ?? DownloadRecord.Read(target)?.Sha256 ?? sha256;
        if (!sha256.StartsWith(expected, StringComparison.Ordinal))
        {
            throw new BadInputException($"{target}: SHA-256 is {sha256}, expected {expected}; delete the file to fetch it again");
        }

        new DownloadRecord(DownloadRecord.Read(target)?.Source ?? "found on disk", bytes, sha256).Write(target);
        return new FetchedWeights(target, bytes, sha256, AlreadyThere: true);
    }

    private async Task<FetchedWeights> FetchAsync(WeightEntry entry, Uri source, string target, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var part = new PartialFile(target, source);
        var (start, begin) = (_time.GetTimestamp(), part.Length);
        var attempt = new DownloadAttempt(_client.Http, _options, entry, source, part);
        await _client.RunAsync(
            token => attempt.RunAsync(
                (received, total) => progress?.Report(new(received, total, Math.Max(0, received - begin) / Math.Max(_time.GetElapsedTime(start).TotalSeconds, 1e-3))), token),
            () => part.Length,
            cancellation);

        var fetched = new FetchedWeights(target, part.Length, part.Sha256, AlreadyThere: false);
        RequireRight(entry, fetched, part);
        new DownloadRecord(source.AbsoluteUri, fetched.Bytes, fetched.Sha256).Write(target);
        part.Finish(target);
        return fetched;
    }

    /// <summary>The hash where it is known; and in any case it must open as a checkpoint, which a cut file or a page does not.</summary>
    private static void RequireRight(WeightEntry entry, FetchedWeights fetched, PartialFile part)
    {
        var path = part.Close();
        try
        {
            if (entry.Sha256 is { } expected && !fetched.Sha256.StartsWith(expected, StringComparison.Ordinal))
            {
                throw new BadInputException($"SHA-256 is {fetched.Sha256}, expected {expected}");
            }

            Checkpoint.Open(path).Dispose();
        }
        catch (BadInputException problem)
        {
            part.Discard();
            throw new DownloadException($"sent {fetched.Bytes} bytes that are not the file ({problem.Message})", transient: false, problem);
        }
    }
}
