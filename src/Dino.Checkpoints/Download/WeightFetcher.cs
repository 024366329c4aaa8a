using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>Brings weights to this machine: resumes, tries again, tries the next source, and keeps nothing that is not what it should be.</summary>
public sealed class WeightFetcher : IDisposable
{
    private const int LongestComplaint = 500;

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
    /// <param name="warn">Told in one line why something that was received is received again.</param>
    /// <exception cref="IOException">No source gave the file; the message says what to do.</exception>
    /// <exception cref="BadInputException">The file that is there is not the right one, something else is in a file's place,
    /// another process is fetching it, or the disk does not take it.</exception>
    public async Task<FetchedWeights> FetchAsync(
        WeightEntry entry,
        string folder,
        IProgress<DownloadProgress>? progress = null,
        Action<string>? warn = null,
        CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, entry.File);
        using var hold = DownloadFolder.Lock(target);
        var record = DownloadRecord.Read(target);
        if (DownloadFolder.IsThere(target, mayBeLink: true))
        {
            return Recognise(entry, record, target, cancellation);
        }

        var problems = new List<string>();
        foreach (var source in entry.Sources)
        {
            try
            {
                return await FetchAsync(entry, record, source, target, progress, warn ?? (_ => { }), cancellation);
            }
            catch (DownloadException problem)
            {
                // The words may be the server's.
                problems.Add(Shortened(PlainText.Of($"{source.Host} {problem.Message}")));
            }
        }

        throw new IOException($"could not download {entry.File}: {string.Join("; ", problems)}. "
            + $"Download it by other means from {string.Join(" or ", entry.Sources)} and put it at {Path.GetFullPath(target)}");
    }

    public void Dispose() => _client.Dispose();

    private static FetchedWeights Recognise(
        WeightEntry entry, DownloadRecord? record, string target, CancellationToken cancellation)
    {
        var (bytes, sha256) = (new FileInfo(target).Length, FileHash.Sha256(target));
        if (Deviation(entry, record, sha256, target) is { } deviation)
        {
            throw new BadInputException($"{target}: {deviation}; delete the file to fetch it again");
        }

        if (record is null)
        {
            RequireCheckpoint(target, cancellation);
            new DownloadRecord("found on disk", bytes, sha256).Write(target);
        }

        return new FetchedWeights(target, bytes, sha256, AlreadyThere: true);
    }

    /// <summary>How a hash differs from the catalogue or the record of the first download says; null if it agrees.</summary>
    private static string? Deviation(WeightEntry entry, DownloadRecord? record, string sha256, string target)
        => entry.Sha256 is { } published && !sha256.StartsWith(published, StringComparison.Ordinal)
            ? $"SHA-256 is {sha256}, expected {published}"
            : record is not null && sha256 != record.Sha256
            ? $"SHA-256 is {sha256}, expected {record.Sha256} as {DownloadRecord.PathFor(target)} recorded"
                + " (delete that too if the publisher has changed the file)"
            : null;

    private static void RequireCheckpoint(string path, CancellationToken cancellation)
    {
        using var checkpoint = Checkpoint.Open(path);
        checkpoint.RequireIntact(cancellation);
    }

    private static string Shortened(string text) => text.Length <= LongestComplaint ? text : text[..LongestComplaint] + "...";

    private async Task<FetchedWeights> FetchAsync(
        WeightEntry entry,
        DownloadRecord? record,
        Uri source,
        string target,
        IProgress<DownloadProgress>? progress,
        Action<string> warn,
        CancellationToken cancellation)
    {
        using var part = new PartialFile(target, source, _options.FlushInterval, warn, cancellation);
        var (start, begin) = (_time.GetTimestamp(), part.Length);
        var hashIsKnown = (entry.Sha256 ?? record?.Sha256) is not null;
        var attempt = new DownloadAttempt(_client.Http, _options, entry, source, part, hashIsKnown);
        await _client.RunAsync(
            token => attempt.RunAsync(
                (received, total) => progress?.Report(new(received, total, Math.Max(0, received - begin) / Math.Max(_time.GetElapsedTime(start).TotalSeconds, 1e-3))), token),
            () => part.Length,
            cancellation);

        var fetched = new FetchedWeights(target, part.Length, part.Sha256, AlreadyThere: false);
        RequireRight(entry, record, fetched, part, cancellation);
        new DownloadRecord(source.AbsoluteUri, fetched.Bytes, fetched.Sha256).Write(target);
        part.Finish(target);
        return fetched;
    }

    /// <summary>The hash where it is known; in any case an undamaged checkpoint, which a cut file or a page is not.</summary>
    private static void RequireRight(
        WeightEntry entry, DownloadRecord? record, FetchedWeights fetched, PartialFile part, CancellationToken cancellation)
    {
        var path = part.Close();
        try
        {
            if (Deviation(entry, record, fetched.Sha256, fetched.Path) is { } deviation)
            {
                throw new BadInputException(deviation);
            }

            RequireCheckpoint(path, cancellation);
        }
        catch (BadInputException problem)
        {
            part.Discard();
            throw new DownloadException($"sent {fetched.Bytes} bytes that are not the file ({problem.Message})", transient: false, problem);
        }
    }
}
