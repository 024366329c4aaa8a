using System.Text.Json;
using Dino.Core;

namespace Dino.Pipeline.Code;

/// <summary>SHA-256 of files, remembered from process to process for large ones that hardly ever change: torch's library
/// alone has 430 MB. A file is read again when its size or one of its times differs.</summary>
/// <param name="store">Keeps the hashes; one that is missing, damaged or not writable costs time alone.</param>
public sealed class RememberedHashes(string store, TimeProvider time)
{
    /// <summary>Bytes. Smaller files are read each time.</summary>
    private const long LeastSize = 16 << 20;

    /// <summary>Coarsest time stamp of the file systems in use (FAT): a file written since may change again without showing
    /// it.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Entry> _entries = Load(store);

    /// <summary>code.json in <see cref="UserCache.Folder"/>.</summary>
    public static RememberedHashes OfUser { get; } = new(Path.Combine(UserCache.Folder, "code.json"), TimeProvider.System);

    public string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var before = Stamp(full);
        if (before.Size < LeastSize)
        {
            return FileHash.Sha256(full);
        }

        lock (_entries)
        {
            var known = _entries.GetValueOrDefault(full);
            if (known is { Sha256.Length: 64 } && known == before with { Sha256 = known.Sha256 })
            {
                return known.Sha256;
            }

            var hash = FileHash.Sha256(full);
            if (Stamp(full) == before && time.GetUtcNow().UtcDateTime - s_settled > before.Written)
            {
                _entries[full] = before with { Sha256 = hash };
                Save();
            }

            return hash;
        }
    }

    private static Entry Stamp(string path)
    {
        // Libraries may be links into a package folder.
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return new Entry(file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc, "");
    }

    private static Dictionary<string, Entry> Load(string store)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllBytes(store)) ?? [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private void Save()
    {
        try
        {
            var there = _entries.Where(entry => File.Exists(entry.Key)).ToDictionary();
            AtomicFile.Write(store, stream => JsonSerializer.Serialize(stream, there));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next process reads the file again.
        }
    }

    /// <param name="Created">Changes when the file is replaced by one of the same size and date.</param>
    private sealed record Entry(long Size, DateTime Written, DateTime Created, string Sha256);
}
