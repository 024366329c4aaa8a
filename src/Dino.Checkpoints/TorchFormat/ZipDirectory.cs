using System.IO.Hashing;
using System.Text;
using Dino.Checkpoints.Files;
using Dino.Core;

namespace Dino.Checkpoints.TorchFormat;

/// <summary>The entries of a zip whose contents are stored, not compressed, as torch writes them (APPNOTE 6.3.10, with zip64). Compressed entries are refused, so a zip
/// cannot be larger inside than outside.</summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;
    private const int LongestComment = ushort.MaxValue;
    private const ushort Zip64ExtraId = 1;
    private const ushort EncryptedFlag = 1;

    private const int PieceBytes = 1 << 20;

    private readonly Dictionary<string, FileSlice> _entries = [];
    private readonly Dictionary<string, uint> _sums = [];

    public ZipDirectory(MappedFile file)
    {
        var (start, size, count) = Locate(file);
        if (count > CheckpointLimits.Entries || count * EntryBytes > size)
        {
            throw new BadInputException($"zip directory claims {count} entries in {size} bytes; expected at most {CheckpointLimits.Entries}");
        }

        file.Require(start, size);
        var (position, total) = (start, 0L);
        for (var i = 0L; i < count; i++)
        {
            position += Add(file, position, start + size, start, ref total);
        }
    }

    public IReadOnlyDictionary<string, FileSlice> Entries => _entries;

    /// <summary>Reads everything and compares it with the CRC-32 that the directory has of each entry. Sums that are all 0 are
    /// none: torch leaves them out after <c>set_crc32_options(False)</c>.</summary>
    /// <exception cref="BadInputException">An entry is damaged.</exception>
    public void RequireIntact(CancellationToken cancellation)
    {
        if (_sums.Values.All(sum => sum == 0))
        {
            return;
        }

        var buffer = new byte[PieceBytes];
        var hash = new Crc32();
        foreach (var (name, bytes) in _entries)
        {
            for (var offset = 0L; offset < bytes.Length; offset += PieceBytes)
            {
                cancellation.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, (int)Math.Min(PieceBytes, bytes.Length - offset));
                bytes.Read(offset, piece);
                hash.Append(piece);
            }

            var sum = hash.GetCurrentHashAsUInt32();
            hash.Reset();
            if (sum != _sums[name])
            {
                throw new BadInputException($"zip entry '{name}' is damaged: its CRC-32 is {sum:x8}, expected {_sums[name]:x8}");
            }
        }
    }

    private static (long Start, long Size, long Count) Locate(MappedFile file)
    {
        for (var end = file.Length - EndBytes; end >= Math.Max(0, file.Length - EndBytes - LongestComment); end--)
        {
            if (file.UInt32(end) == EndSignature && end + EndBytes + file.UInt16(end + 20) == file.Length)
            {
                var (count, size, start) = (file.UInt16(end + 10), file.UInt32(end + 12), file.UInt32(end + 16));
                var locator = end - LocatorBytes;
                return locator >= 0 && file.UInt32(locator) == Locator64Signature ? Locate64(file, Offset(file.UInt64(locator + 8))) : (start, size, count);
            }
        }

        throw new BadInputException("is a truncated zip: the directory at its end is missing; download or copy it again");
    }

    private static (long Start, long Size, long Count) Locate64(MappedFile file, long end)
        => file.UInt32(end) == End64Signature
            ? (Offset(file.UInt64(end + 48)), Offset(file.UInt64(end + 40)), Offset(file.UInt64(end + 32)))
            : throw new BadInputException("is a damaged zip: its zip64 directory is not where it should be");

    private long Add(MappedFile file, long position, long directoryEnd, long dataEnd, ref long total)
    {
        file.Require(position, EntryBytes);
        var (nameBytes, extraBytes, commentBytes) = (file.UInt16(position + 28), file.UInt16(position + 30), file.UInt16(position + 32));
        var length = (long)EntryBytes + nameBytes + extraBytes + commentBytes;
        if (file.UInt32(position) != EntrySignature || position + length > directoryEnd)
        {
            throw new BadInputException($"is a damaged zip: its directory breaks off after {_entries.Count} entries");
        }

        var name = Encoding.UTF8.GetString(file.Span(position + EntryBytes, nameBytes));
        RequireSafe(name);
        var (flags, method) = (file.UInt16(position + 8), file.UInt16(position + 10));
        if (method != 0 || (flags & EncryptedFlag) != 0)
        {
            throw new BadInputException($"zip entry '{name}' is compressed or encrypted (method {method}); torch.save stores entries as they are");
        }

        long[] fields = [file.UInt32(position + 24), file.UInt32(position + 20), file.UInt32(position + 42)];
        Widen(file, position + EntryBytes + nameBytes, extraBytes, fields);
        var (size, stored, local) = (fields[0], fields[1], fields[2]);
        total += Math.Max(size, 0);
        if (size != stored || total > file.Length || total < 0)
        {
            throw new BadInputException($"zip entry '{name}' has {size} bytes stored in {stored}, {total} in all so far; expected no more than the file's {file.Length}");
        }

        if (file.UInt32(local) != LocalSignature)
        {
            throw new BadInputException($"is a damaged zip: entry '{name}' is not at byte {local}");
        }

        var data = local + LocalBytes + file.UInt16(local + 26) + file.UInt16(local + 28);
        if (data + size > dataEnd || !_entries.TryAdd(name, new FileSlice(file, data, size)))
        {
            throw new BadInputException($"zip entry '{name}' is listed twice or reaches into the directory");
        }

        _sums.Add(name, file.UInt32(position + 16));
        return length;
    }

    /// <summary>Replaces fields that are all ones by their 64-bit values, which stand in the extra field in this order.</summary>
    private static void Widen(MappedFile file, long extra, int extraBytes, long[] fields)
    {
        var end = extra + extraBytes;
        while (extra + 4 <= end)
        {
            var (id, bytes) = (file.UInt16(extra), file.UInt16(extra + 2));
            if (id == Zip64ExtraId)
            {
                var position = extra + 4;
                for (var i = 0; i < fields.Length; i++)
                {
                    if (fields[i] == uint.MaxValue)
                    {
                        fields[i] = Offset(file.UInt64(position));
                        position += sizeof(ulong);
                    }
                }

                return;
            }

            extra += 4 + bytes;
        }
    }

    private static void RequireSafe(string name)
    {
        if (name.Length == 0 || name[0] == '/' || name.AsSpan().ContainsAny('\\', '\0', ':') || name.Split('/').Contains(".."))
        {
            throw new BadInputException($"zip entry '{name.Replace('\0', '?')}' leaves its folder; expected a plain relative name");
        }
    }

    private static long Offset(ulong value)
        => value <= long.MaxValue ? (long)value : throw new BadInputException("is a damaged zip: an offset is beyond 2^63");
}
