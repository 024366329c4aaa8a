using System.Security.Cryptography;

namespace Dino.Checkpoints.Download;

/// <summary>The bytes received so far, in a file beside the final one, with their hash.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly string _tagPath;
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Opens or creates the part of <paramref name="target"/> that comes from <paramref name="source"/>; a part from elsewhere is dropped.</summary>
    public PartialFile(string target, Uri source)
    {
        _path = target + ".part";
        _tagPath = target + ".part.source";
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferBytes);
        var tag = File.Exists(_tagPath) ? File.ReadAllLines(_tagPath) : [];
        if (tag.Length == 2 && tag[0] == source.AbsoluteUri)
        {
            EntityTag = tag[1];
            ReadOn();
        }
        else
        {
            Restart(source, entityTag: null);
        }
    }

    public long Length => _stream.Length;

    /// <summary>What the server called the version these bytes are of; empty when it did not say.</summary>
    public string EntityTag { get; private set; } = string.Empty;

    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Forgets what was received.</summary>
    public void Restart(Uri source, string? entityTag)
    {
        _stream.SetLength(0);
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        EntityTag = entityTag ?? string.Empty;
        File.WriteAllLines(_tagPath, [source.AbsoluteUri, EntityTag]);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _hash.AppendData(bytes);
    }

    /// <summary>Nothing more comes: everything is on disk, at the path returned.</summary>
    public string Close()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        return _path;
    }

    /// <summary>Gives a closed part its final name.</summary>
    public void Finish(string target)
    {
        File.Move(_path, target, overwrite: false);
        File.Delete(_tagPath);
    }

    /// <summary>Deletes a closed part.</summary>
    public void Discard()
    {
        File.Delete(_path);
        File.Delete(_tagPath);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private void ReadOn()
    {
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = _stream.Read(buffer)) > 0)
        {
            _hash.AppendData(buffer, 0, count);
        }
    }
}
