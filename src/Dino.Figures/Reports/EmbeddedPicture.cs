using Dino.Core;
using Dino.Figures.Drawing;
using SkiaSharp;

namespace Dino.Figures.Reports;

/// <summary>Pictures as data URIs.</summary>
internal static class EmbeddedPicture
{
    /// <summary>At this quality a photograph with thin lines and text shows no visible loss at a fifth of the PNG's size.</summary>
    private const int JpegQuality = 90;

    /// <summary>Line art as it is; photographs as JPEG, so that the page stays small.</summary>
    /// <exception cref="BadInputException">The file is not a picture.</exception>
    public static string DataUri(FigureFile file)
    {
        var png = InputFile.ReadAllBytes(file.PngPath);
        if (file.SvgPath is not null)
        {
            return $"data:image/png;base64,{Convert.ToBase64String(png)}";
        }

        using var bitmap = SKBitmap.Decode(png) ?? throw new BadInputException($"{file.PngPath}: not a picture; expected the PNG of \"{file.Title}\"");
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return $"data:image/jpeg;base64,{Convert.ToBase64String(jpeg.AsSpan())}";
    }
}
