using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>Colours and cut of a person.</summary>
/// <param name="Build">Width factor: 1 is average.</param>
/// <param name="Accent">Stripe, scarf or cap.</param>
internal sealed record Appearance(
    SKColor Skin, SKColor Hair, SKColor Top, SKColor Bottom, SKColor Shoes, SKColor Accent,
    Outfit Outfit, HairStyle HairStyle, double Build, bool Striped)
{
    private static readonly SKColor[] Skins =
    [
        new(0xF2, 0xD0, 0xB5), new(0xE3, 0xB5, 0x92), new(0xC9, 0x90, 0x66), new(0xA8, 0x6E, 0x48), new(0x7C, 0x4D, 0x31), new(0x55, 0x35, 0x24),
    ];

    private static readonly SKColor[] Hairs =
    [
        new(0x1D, 0x18, 0x16), new(0x3B, 0x28, 0x1C), new(0x6B, 0x45, 0x28), new(0xB3, 0x86, 0x4B), new(0x8E, 0x8A, 0x86), new(0xD8, 0xD4, 0xCE), new(0x8A, 0x3C, 0x20),
    ];

    /// <summary>City clothes: mostly muted, every cut, now and then a bright piece.</summary>
    public static Appearance City(SplitMix64 stream) => Draw(stream, stream.Pick(Enum.GetValues<Outfit>()), stream.Pick(Enum.GetValues<HairStyle>()), CityCloth);

    /// <summary>Summer clothes: bright, light cuts.</summary>
    public static Appearance Summer(SplitMix64 stream) => Draw(
        stream,
        stream.Pick<Outfit>([Outfit.ShirtAndTrousers, Outfit.ShirtAndShorts, Outfit.ShirtAndTrousers, Outfit.Dress]),
        stream.Pick<HairStyle>([HairStyle.Short, HairStyle.Long, HairStyle.Short, HairStyle.Cap]),
        SummerCloth);

    /// <summary>One colour all over, as a statue or a mannequin has.</summary>
    public static Appearance Uniform(SKColor color) => new(
        color, color.Scaled(0.85), color.Scaled(0.95), color.Scaled(0.9), color.Scaled(0.8), color, Outfit.LongCoat, HairStyle.Short, 1.1, Striped: false);

    private static Appearance Draw(SplitMix64 stream, Outfit outfit, HairStyle hair, Func<SplitMix64, SKColor> cloth) => new(
        stream.Pick(Skins), stream.Pick(Hairs), cloth(stream), cloth(stream), stream.NextHsv((0, 360), (0, 40), (8, 90)), cloth(stream),
        outfit, hair, stream.NextDouble(0.85, 1.3), stream.Chance(0.2));

    private static SKColor CityCloth(SplitMix64 stream) => stream.NextDouble() switch
    {
        < 0.30 => stream.NextHsv((200, 250), (10, 45), (10, 38)),
        < 0.50 => stream.NextHsv((0, 360), (0, 10), (8, 60)),
        < 0.65 => stream.NextHsv((18, 45), (20, 55), (25, 70)),
        < 0.75 => stream.NextHsv((0, 360), (0, 8), (75, 97)),
        _ => stream.NextHsv((0, 360), (35, 85), (35, 90)),
    };

    private static SKColor SummerCloth(SplitMix64 stream) => stream.Chance(0.25)
        ? stream.NextHsv((200, 225), (35, 70), (35, 70))
        : stream.NextHsv((0, 360), (45, 95), (65, 100));
}

/// <summary>The cut of what a person wears.</summary>
internal enum Outfit
{
    ShirtAndTrousers,
    ShirtAndShorts,
    JacketAndTrousers,
    LongCoat,
    Dress,
    SkirtAndTop,
}

/// <summary>What covers the head.</summary>
internal enum HairStyle
{
    Short,
    Long,
    Bun,
    Bald,
    Cap,
    Hood,
}
