namespace Dino.Checkpoints.Files;

/// <summary>A run of bytes that can be copied out of, wherever it lies.</summary>
internal interface IByteSource
{
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/>, which together must lie inside <see cref="Length"/>.</summary>
    void Read(long offset, Span<byte> destination);
}
