using System.Buffers.Binary;
using System.IO.Hashing;

namespace Dino.Data.Images;

/// <summary>16-bit gray PNG, which Pillow opens as integers and <c>convert("RGB")</c> saturates at 255, where Skia keeps the high byte. The file is
/// relabelled as 8-bit gray with alpha: same layout, so the decoder gives the high byte as gray and the low byte as alpha.</summary>
internal static class Gray16Png
{
    private const int HeaderChunk = 12;
    private const int BitDepth = 24;
    private const int ColorType = 25;
    private const int Checksum = 29;
    private const byte Gray = 0;
    private const byte GrayWithAlpha = 4;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Relabels <paramref name="file"/> in place if it is such a picture.</summary>
    public static bool TryRelabel(Span<byte> file)
    {
        if (file.Length < Checksum + 4 || !file.StartsWith(Signature) || file[BitDepth] != 16 || file[ColorType] != Gray)
        {
            return false;
        }

        file[BitDepth] = 8;
        file[ColorType] = GrayWithAlpha;
        BinaryPrimitives.WriteUInt32BigEndian(file[Checksum..], Crc32.HashToUInt32(file[HeaderChunk..Checksum]));
        return true;
    }

    /// <summary>From (gray, gray, gray, alpha) with the sample's two bytes as gray and alpha to the sample cut at 255.</summary>
    public static void Saturate(Span<byte> rgba)
    {
        for (var i = 0; i < rgba.Length; i += 4)
        {
            rgba.Slice(i, RgbImage.Channels).Fill(rgba[i] > 0 ? byte.MaxValue : rgba[i + 3]);
        }
    }
}
