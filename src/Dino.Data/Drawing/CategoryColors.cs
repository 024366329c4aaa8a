using SkiaSharp;

namespace Dino.Data.Drawing;

/// <summary>A colour for each category, the same in every picture.</summary>
public static class CategoryColors
{
    // Okabe and Ito's set, told apart by colour-blind readers too; black is left out, as it drowns in photographs.
    private static readonly SKColor[] Palette =
    [
        new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9), new(0x00, 0x9E, 0x73), new(0xF0, 0xE4, 0x42),
        new(0x00, 0x72, 0xB2), new(0xD5, 0x5E, 0x00), new(0xCC, 0x79, 0xA7),
    ];

    /// <param name="categoryId">Raw id; ids that differ by less than seven have different colours.</param>
    public static SKColor Of(int categoryId) => Palette[categoryId % Palette.Length];
}
