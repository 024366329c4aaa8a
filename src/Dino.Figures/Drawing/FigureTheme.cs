using SkiaSharp;

namespace Dino.Figures.Drawing;

/// <summary>Colours and sizes that all figures share. The colours are Okabe and Ito's (Color Universal Design, 2008), which readers with any
/// common colour blindness tell apart.</summary>
public static class FigureTheme
{
    public const int TitleSize = 18;
    public const int TextSize = 13;
    public const int SmallSize = 11;

    public static readonly SKColor Paper = SKColors.White;
    public static readonly SKColor Ink = new(0x22, 0x22, 0x22);
    public static readonly SKColor Quiet = new(0x66, 0x66, 0x66);
    public static readonly SKColor Grid = new(0xE4, 0xE4, 0xE4);

    public static readonly SKColor Blue = new(0x00, 0x72, 0xB2);
    public static readonly SKColor Orange = new(0xE6, 0x9F, 0x00);
    public static readonly SKColor Green = new(0x00, 0x9E, 0x73);
    public static readonly SKColor Vermilion = new(0xD5, 0x5E, 0x00);
    public static readonly SKColor Sky = new(0x56, 0xB4, 0xE9);
    public static readonly SKColor Purple = new(0xCC, 0x79, 0xA7);
    public static readonly SKColor Yellow = new(0xF0, 0xE4, 0x42);

    private static readonly SKColor[] Order = [Orange, Blue, Green, Purple, Vermilion, Sky];

    /// <summary>The colour of the n-th series: pretrained orange, fine-tuned blue, and on.</summary>
    public static SKColor Series(int index) => Order[index % Order.Length];
}
