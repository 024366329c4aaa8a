using System.Buffers.Binary;
using System.IO.Compression;
using Dino.Core;
using Dino.Data.Images;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Images;

public sealed class ImageDecoderTests : IDisposable
{
    private const byte Gray = 0;
    private const byte Rgb = 2;
    private const byte RgbWithAlpha = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decode_TransparentPng_DropsAlphaAndKeepsColours()
        => Assert.Equal([10, 20, 30, 40, 50, 60], Decode(Png(2, 1, 8, RgbWithAlpha, [0, 10, 20, 30, 0, 40, 50, 60, 128])).Pixels);

    [Fact]
    public void Decode_Gray16_SaturatesAsPillowDoes()
        => Assert.Equal([7, 7, 7, 255, 255, 255, 255, 255, 255], Decode(Png(3, 1, 16, Gray, [0, 0, 7, 0, 255, 1, 0])).Pixels);

    [Fact]
    public void Decode_Rgb16_KeepsTheHighByte()
        => Assert.Equal([1, 2, 3], Decode(Png(1, 1, 16, Rgb, [0, 1, 1, 2, 2, 3, 3])).Pixels);

    [Fact]
    public void Decode_TransparentGif_KeepsThePaletteColour()
    {
        // 1x1, palette (255, 0, 0) and (0, 0, 0), the pixel has colour 0, which is declared transparent.
        byte[] gif =
        [
            .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0,
            0x21, 0xFE, 2, (byte)'h', (byte)'i', 0, 0x21, 0xF9, 4, 1, 0, 0, 0, 0,
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
        ];

        Assert.Equal([255, 0, 0], Decode(gif).Pixels);
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("naïve façade 人 01")]
    public void Decode_MisleadingName_GoesByContent(string name)
    {
        File.WriteAllBytes(_folder.File(name), Png(1, 1, 8, Rgb, [0, 4, 5, 6]));

        Assert.Equal([4, 5, 6], ImageDecoder.Decode(_folder.File(name)).Pixels);
        Assert.Equal(new ImageHeader(1, 1, "PNG", HasOrientation: false), ImageDecoder.ReadHeader(_folder.File(name)));
    }

    [Fact]
    public void Decode_Bomb_IsRefusedBeforeItTakesMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("60000x60000 pixels are more than the 178956970 allowed", Refusal(Png(60000, 60000, 8, Rgb, [0, 1, 2, 3])), StringComparison.Ordinal);

        // A tenth of a percent of the 10.8 GB that the header claims.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Decode_CutShort_IsRefused()
    {
        var noise = SmallDataset.Noise(64, 64, seed: 1);
        SmallDataset.WritePng(_folder.File("whole.png"), noise);
        var whole = File.ReadAllBytes(_folder.File("whole.png"));

        Assert.Contains("damaged or cut short", Refusal(whole[..(whole.Length / 2)]), StringComparison.Ordinal);
        Assert.Equal(noise.Pixels, Decode(whole).Pixels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is text")]
    [InlineData("GIF89a")]
    public void Decode_NoImage_IsRefused(string content)
        => Assert.Contains("not an image that can be read", Refusal(System.Text.Encoding.ASCII.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void Decode_NoFile_NamesIt()
        => Assert.StartsWith("/nowhere.png: no such image file", Assert.Throws<FileNotFoundException>(() => ImageDecoder.Decode("/nowhere.png")).Message, StringComparison.Ordinal);

    private RgbImage Decode(byte[] file)
    {
        File.WriteAllBytes(_folder.File("image"), file);
        return ImageDecoder.Decode(_folder.File("image"));
    }

    private string Refusal(byte[] file) => Assert.Throws<BadInputException>(() => Decode(file)).Message;

    /// <param name="rows">Each row begins with its filter type.</param>
    private static byte[] Png(int width, int height, byte bitDepth, byte colorType, byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bitDepth, colorType);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, compressed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] body = [.. type, .. content];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc32(body));
        return chunk;
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
