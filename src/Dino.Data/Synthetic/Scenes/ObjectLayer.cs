using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>One object drawn alone on transparent ground, in image pixels.</summary>
/// <remarks>An annotated object's layer reaches beyond the picture, so that the visible share counts what the frame cuts off.</remarks>
internal sealed class ObjectLayer : IDisposable
{
    private ObjectLayer(StreetObject source, SKBitmap pixels, SKPointI corner)
    {
        Source = source;
        Pixels = pixels;
        Corner = corner;
    }

    public StreetObject Source { get; }

    /// <summary>8-bit RGBA, premultiplied.</summary>
    public SKBitmap Pixels { get; }

    /// <summary>Image position of the layer's top left pixel.</summary>
    public SKPointI Corner { get; }

    /// <summary>Draws the object; null if its extent lies wholly outside the picture.</summary>
    public static ObjectLayer? Draw(StreetObject source, Camera camera, SplitMix64 stream)
    {
        var foot = camera.Project(source.X, 0, source.Z);
        var scale = (float)camera.PixelsPerMetre(source.Z);
        var extent = source.Extent;
        var full = new SKRectI(
            Pixel(foot.X + (extent.Left * scale)) - 1, Pixel(foot.Y - (extent.Bottom * scale)) - 1,
            Pixel(foot.X + (extent.Right * scale)) + 2, Pixel(foot.Y - (extent.Top * scale)) + 2);
        var image = new SKRectI(0, 0, camera.Width, camera.Height);
        if (!full.IntersectsWith(image))
        {
            return null;
        }

        var margin = source.Category == SceneCategory.Unlabelled ? 0 : 1;
        full.Intersect(new SKRectI(-margin * camera.Width, -margin * camera.Height, (1 + margin) * camera.Width, (1 + margin) * camera.Height));
        var pixels = new SKBitmap(new SKImageInfo(full.Width, full.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(pixels);
        canvas.Clear(SKColors.Transparent);
        canvas.Translate(foot.X - full.Left, foot.Y - full.Top);
        canvas.Scale(scale, -scale);
        source.Draw(canvas, stream);
        return new ObjectLayer(source, pixels, full.Location);
    }

    public void Dispose() => Pixels.Dispose();

    private static int Pixel(float value) => (int)Math.Floor(Math.Clamp(value, -1e6f, 1e6f));
}
