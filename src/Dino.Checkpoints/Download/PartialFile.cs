using System.Security.Cryptography;
using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>The bytes received so far, in a file beside the final one, with their hash. Now and then they are flushed to disk
/// and recorded (<see cref="PartRecord"/>); a later run goes on behind what was recorded, if it is still that.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly string _recordPath;
    private readonly string _source;
    private readonly long _interval;
    private readonly Action<string> _warn;
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _recorded;
    private bool _closed;

    /// <summary>Opens or creates the part of <paramref name="target"/> that comes from <paramref name="source"/>.</summary>
    /// <param name="interval">Bytes after which they are flushed and recorded.</param>
    /// <param name="warn">Told in one line why something that was received is received again.</param>
    /// <exception cref="BadInputException">Something else than a file of ours is in the way.</exception>
    public PartialFile(string target, Uri source, long interval, Action<string> warn, CancellationToken cancellation)
    {
        (_path, _recordPath) = (target + ".part", target + ".part.json");
        (_source, _interval, _warn) = (source.AbsoluteUri, interval, warn);
        DownloadFolder.IsThere(_path);
        var hasRecord = DownloadFolder.IsThere(_recordPath);
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            Length = _stream.Length;
            TakeUp(hasRecord, cancellation);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public long Length { get; private set; }

    /// <summary>The version of the file that these bytes are of.</summary>
    public FileVersion Version { get; private set; } = FileVersion.Unknown;

    public bool IsComplete => Length > 0 && Length == Version.Total;

    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Forgets what was received.</summary>
    public void Drop(string reason) => Begin(FileVersion.Unknown, reason);

    /// <summary>Starts with the first byte of <paramref name="version"/>.</summary>
    /// <param name="reason">Why nothing goes on from what was received, if there is any.</param>
    public void Begin(FileVersion version, string reason)
    {
        if (Length > 0)
        {
            _warn($"{_path}: starts again: {reason}");
        }

        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        (Length, Version) = (0, version);
        _stream.SetLength(0);
        _stream.Position = 0;
        Save();
    }

    /// <exception cref="BadInputException">The disk does not take it.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
            _hash.AppendData(bytes);
            Length += bytes.Length;
            if (Length - _recorded >= _interval)
            {
                Save();
            }
        }
        catch (IOException problem)
        {
            throw new BadInputException($"{_path}: cannot be written ({problem.Message}); what came so far is kept", problem);
        }
    }

    /// <summary>Nothing more comes: everything is on disk, at the path returned.</summary>
    public string Close()
    {
        Save();
        _closed = true;
        _stream.Dispose();
        return _path;
    }

    /// <summary>Gives a closed part its final name.</summary>
    public void Finish(string target)
    {
        File.Move(_path, target, overwrite: false);
        File.Delete(_recordPath);
    }

    /// <summary>Deletes a closed part.</summary>
    public void Discard()
    {
        File.Delete(_path);
        File.Delete(_recordPath);
    }

    public void Dispose()
    {
        try
        {
            if (!_closed && Length > _recorded)
            {
                Save();
            }
        }
        finally
        {
            _stream.Dispose();
            _hash.Dispose();
        }

        if (!_closed && Length == 0)
        {
            Discard();
        }
    }

    /// <summary>The bytes first: a record never speaks of any that a power loss could take.</summary>
    private void Save()
    {
        _stream.Flush(flushToDisk: true);
        new PartRecord(_source, Version, Length, Sha256).Write(_recordPath);
        _recorded = Length;
    }

    private void TakeUp(bool hasRecord, CancellationToken cancellation)
    {
        PartRecord? record = null;
        try
        {
            record = hasRecord ? PartRecord.Read(_recordPath) : null;
        }
        catch (BadInputException)
        {
            // As good as none: whatever the part holds, nothing vouches for it.
        }

        if (record is null || record.Source != _source)
        {
            Drop(record is null ? "there is no valid record of what was received" : $"it was begun from {record.Source}");
        }
        else if (!Holds(record, cancellation))
        {
            Drop("what was received is damaged");
        }
        else
        {
            (Length, Version, _recorded) = (record.Bytes, record.Version, record.Bytes);
            _stream.SetLength(Length);
            _stream.Position = Length;
        }
    }

    /// <summary>Reads what the record speaks of into the hash.</summary>
    private bool Holds(PartRecord record, CancellationToken cancellation)
    {
        if (record.Bytes < 0 || record.Bytes > Length)
        {
            return false;
        }

        var buffer = new byte[BufferBytes];
        for (var left = record.Bytes; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = _stream.Read(buffer, 0, (int)Math.Min(left, BufferBytes));
            if (count == 0)
            {
                return false;
            }

            _hash.AppendData(buffer, 0, count);
            left -= count;
        }

        return Sha256 == record.Sha256;
    }
}
