using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>Draws a scene from back to front and measures what of each object stays visible.</summary>
internal static class SceneRenderer
{
    /// <summary>The picture (8-bit RGBA, opaque; the caller disposes it) and the visible objects from near to far.</summary>
    public static (SKBitmap Picture, IReadOnlyList<VisibleObject> Objects) Render(Scene scene, SplitMix64 stream)
    {
        var (camera, light) = (scene.Camera, scene.Light);
        var picture = new SKBitmap(new SKImageInfo(camera.Width, camera.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var layers = new List<ObjectLayer>();
        try
        {
            using var canvas = new SKCanvas(picture);
            scene.Backdrop.Draw(canvas, camera, light, stream);
            var lamps = new LampLight(scene);
            lamps.DrawPools(canvas);
            foreach (var item in scene.Objects.OrderByDescending(item => item.Z))
            {
                if (ObjectLayer.Draw(item, camera, stream) is { } layer)
                {
                    layers.Add(layer);
                    DrawLayer(canvas, scene, layer, lamps);
                }
            }

            if (light.Rain)
            {
                Weather.DrawRain(canvas, camera, stream);
            }

            scene.Look?.Apply(picture);
            Weather.AddNoise(picture, light.Noise, stream);
            return (picture, Measure(layers, camera));
        }
        finally
        {
            layers.ForEach(layer => layer.Dispose());
        }
    }

    private static void DrawLayer(SKCanvas canvas, Scene scene, ObjectLayer layer, LampLight lamps)
    {
        var (camera, light, source) = (scene.Camera, scene.Light, layer.Source);
        var foot = camera.Project(source.X, 0, source.Z);
        if (source.Footprint > 0 && light.Shadow > 0)
        {
            var half = (float)(source.Footprint * camera.PixelsPerMetre(source.Z));
            var flat = (float)Math.Min(0.45, 0.25 * camera.EyeHeight / source.Z * 4);
            var opacity = (byte)(255 * light.Shadow * (1 - light.FogShare(source.Z)));
            canvas.FillEllipse(new SKColor(0, 0, 0, opacity), foot.X + (half * 0.35f), foot.Y, half * 1.3f, Math.Max(0.6f, half * flat));
        }

        using var filter = light.Filter(source.Z, lamps.At(source.X, source.Z));
        using var paint = new SKPaint { ColorFilter = filter };
        canvas.DrawBitmap(layer.Pixels, layer.Corner.X, layer.Corner.Y, paint);
        if (light.Rain)
        {
            Weather.DrawReflection(canvas, layer, foot.Y, filter);
        }

        lamps.DrawHalo(canvas, source);
    }

    private static List<VisibleObject> Measure(List<ObjectLayer> layersFarToNear, Camera camera)
    {
        var extents = new VisibleExtents(camera.Width, camera.Height);
        var visible = new List<VisibleObject>();
        for (var i = layersFarToNear.Count - 1; i >= 0; i--)
        {
            if (extents.Add(layersFarToNear[i]) is { } item)
            {
                visible.Add(item);
            }
        }

        return visible;
    }
}

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
