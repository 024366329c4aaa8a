using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Data.Tests.TestData;
using SkiaSharp;

namespace Dino.Data.Tests.Drawing;

public sealed class AnnotationDrawingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Draw_Box_IsOutlinedInTheColourOfItsCategory()
    {
        var gray = new byte[200 * 100 * RgbImage.Channels];
        Array.Fill(gray, (byte)128);

        using var bitmap = AnnotationDrawing.Draw(
            new RgbImage(gray, 200, 100), [new CocoAnnotation(1, 1, 2, new BoxXyWh(20, 30, 50, 40), 1, IsCrowd: false)], [new CocoCategory(2, "tree")], shortSide: 200);

        Assert.Equal((400, 200), (bitmap.Width, bitmap.Height));
        Assert.Equal(CategoryColors.For(2), bitmap.GetPixel(40, 100));
        Assert.Equal(CategoryColors.For(2), bitmap.GetPixel(100, 140));
        Assert.Equal(new SKColor(128, 128, 128), bitmap.GetPixel(90, 100));
    }

    [Fact]
    public void Write_Dataset_GivesAPictureOfEachImageAndSheets()
    {
        var (source, _) = SmallDataset.Write(_folder, 27);

        var sheets = AnnotationDrawing.Write(source, _folder.File("drawn"));

        Assert.Equal([_folder.File("drawn/sheet-01.jpg"), _folder.File("drawn/sheet-02.jpg")], sheets);
        Assert.Equal(27, Directory.GetFiles(_folder.File("drawn/images")).Length);
        Assert.Equal(5 * 406 + 6, ImageDecoder.ReadHeader(sheets[0]).Width);
    }

    [Fact]
    public void Write_SomeImages_SpreadsThem()
    {
        var (source, _) = SmallDataset.Write(_folder, 9);

        AnnotationDrawing.Write(source, _folder.File("drawn"), mostImages: 3);

        Assert.Equal(["1.jpg", "4.jpg", "7.jpg"], Directory.GetFiles(_folder.File("drawn/images")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Typeface_OnAnyMachine_IsTheEmbeddedFont() => Assert.Equal("DejaVu Sans", EmbeddedFont.Typeface.FamilyName);
}
