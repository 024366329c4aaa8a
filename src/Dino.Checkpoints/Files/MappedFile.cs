using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Dino.Core;

namespace Dino.Checkpoints.Files;

/// <summary>A read-only memory map of a whole file, with every access checked against the file's length.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    /// <exception cref="FileNotFoundException">No file is there.</exception>
    /// <exception cref="BadInputException">A folder, a pipe or a device, or an empty file.</exception>
    public MappedFile(string path)
    {
        FilePath = path;
        if (!InputFile.IsThere(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a checkpoint (.pth or .safetensors)", path);
        }

        Length = new FileInfo(path).Length;
        if (Length == 0)
        {
            throw new BadInputException($"{path}: is empty; expected a checkpoint");
        }

        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public string FilePath { get; }

    public long Length { get; }

    /// <summary>Throws when [offset, offset + length) is not inside the file.</summary>
    public void Require(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new BadInputException($"{FilePath}: is truncated or damaged: bytes {offset} to {offset + length} are needed, the file has {Length}");
        }
    }

    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        Require(offset, length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    public void Read(long offset, Span<byte> destination) => Span(offset, destination.Length).CopyTo(destination);

    public ushort UInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, sizeof(ushort)));

    public uint UInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, sizeof(uint)));

    public ulong UInt64(long offset) => BinaryPrimitives.ReadUInt64LittleEndian(Span(offset, sizeof(ulong)));

    public void Dispose()
    {
        if (_start is not null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _map.Dispose();
        }
    }
}
