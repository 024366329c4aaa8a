namespace Dino.Data.Images;

/// <summary>Takes the transparency flag off a GIF's first frame: Skia blanks transparent pixels, Pillow's <c>convert("RGB")</c> gives them their palette colour.</summary>
internal static class GifTransparency
{
    private const int HeaderLength = 13;
    private const byte ExtensionIntroducer = 0x21;
    private const byte GraphicControlLabel = 0xF9;
    private const byte TransparentFlag = 0x01;
    private const byte ColorTableFlag = 0x80;

    /// <summary>Changes <paramref name="file"/> in place; does nothing to other formats or to damaged files, which the decoder refuses.</summary>
    public static void Remove(Span<byte> file)
    {
        if (file.Length <= HeaderLength || !file.StartsWith("GIF8"u8))
        {
            return;
        }

        var screen = file[10];
        var at = HeaderLength + ((screen & ColorTableFlag) != 0 ? RgbImage.Channels << ((screen & 7) + 1) : 0);
        while (at + 4 < file.Length && file[at] == ExtensionIntroducer)
        {
            if (file[at + 1] == GraphicControlLabel)
            {
                file[at + 3] &= unchecked((byte)~TransparentFlag);
                return;
            }

            at = AfterSubBlocks(file, at + 2);
        }
    }

    private static int AfterSubBlocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at] != 0)
        {
            at += file[at] + 1;
        }

        return at + 1;
    }
}
