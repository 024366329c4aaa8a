using Dino.Figures.Attention;
using SkiaSharp;

namespace Dino.Figures.Tests.Attention;

public sealed class AttentionFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-attention-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_OneHeadOnAKnownPlace_ShowsItInThatTileAndPanel()
    {
        // Both heads look at (40, 30), only that of layer 1, head 0 at (130, 90); a grey picture, nothing resized or padded.
        var files = AttentionFiles.Save(Samples.Attention, Samples.Grey, _folder, "a", sigma: 5);

        using var grid = SKBitmap.Decode(files.Grid.PngPath);
        // Tiles of 324 x 243 with gaps of 4, from (64, 84) on: the place's share of each tile.
        Assert.Equal([true, true, false, true], Bright(grid, 0.25, 0.25));
        Assert.Equal([false, false, true, false], Bright(grid, 130.0 / 160, 0.75));
        using var combined = SKBitmap.Decode(files.Combined.PngPath);
        Assert.True(IsBright(combined.GetPixel(464 + 110, 44 + 82)));
        Assert.Contains("75% of the attention lies inside the box", files.Combined.Caption, StringComparison.Ordinal);
        Assert.Equal([(160 * 120 * 4) + 128, (8 * 4) + 128, (4 * 4) + 128], files.Arrays.Select(path => new FileInfo(path).Length));
    }

    [Fact]
    public void Caption_OfAPixel_SaysHowFarItLooks()
    {
        var figure = new AttentionFigure(Samples.Attention with { Box = null, Score = null, Pixel = (130, 90) }, Samples.Grey);

        // A quarter lies there, three quarters 90 pixels to the left and 60 above.
        Assert.Contains("Half of the attention lies within 108 pixels of the chosen one.", figure.Caption, StringComparison.Ordinal);
    }

    private static IEnumerable<bool> Bright(SKBitmap grid, double x, double y)
    {
        foreach (var (row, column) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
        {
            yield return IsBright(grid.GetPixel(64 + (column * 328) + (int)(324 * x), 84 + (row * 247) + (int)(243 * y)));
        }
    }

    /// <summary>The top of the colour scale is pale yellow; the darkened picture is grey below 80.</summary>
    private static bool IsBright(SKColor color) => color is { Red: > 180, Green: > 180 };
}
