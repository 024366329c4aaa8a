namespace Dino.Checkpoints.Files;

/// <summary>A part of a mapped file; the file stays owned by the checkpoint.</summary>
internal sealed class FileSlice : IByteSource
{
    private readonly MappedFile _file;
    private readonly long _start;

    public FileSlice(MappedFile file, long start, long length)
    {
        file.Require(start, length);
        (_file, _start, Length) = (file, start, length);
    }

    public long Length { get; }

    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, Length - offset);
        _file.Read(_start + offset, destination);
    }
}
