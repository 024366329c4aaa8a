using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>What lies between street and picture: rain, wet ground, the sensor.</summary>
internal static class Weather
{
    /// <summary>Slanting streaks.</summary>
    public static void DrawRain(SKCanvas canvas, Camera camera, SplitMix64 stream)
    {
        var slant = stream.NextSingle(-0.25, 0.25);
        using var path = new SKPath();
        for (var drop = camera.Width * camera.Height / 500; drop > 0; drop--)
        {
            var (x, y, length) = (stream.NextSingle(0, camera.Width), stream.NextSingle(-10, camera.Height), stream.NextSingle(4, 14));
            path.MoveTo(x, y);
            path.LineTo(x + (slant * length), y + length);
        }

        using var paint = new SKPaint { Color = new SKColor(215, 222, 230, 70), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 0.8f };
        canvas.DrawPath(path, paint);
    }

    /// <summary>The object's faint mirror image on wet ground.</summary>
    public static void DrawReflection(SKCanvas canvas, ObjectLayer layer, float footY, SKColorFilter filter)
    {
        canvas.Save();
        canvas.Translate(0, 2 * footY);
        canvas.Scale(1, -1);
        canvas.ClipRect(new SKRect(layer.Corner.X, layer.Corner.Y, layer.Corner.X + layer.Pixels.Width, footY));
        using var paint = new SKPaint { ColorFilter = filter, Color = SKColors.White.WithAlpha(48) };
        canvas.DrawBitmap(layer.Pixels, layer.Corner.X, layer.Corner.Y, paint);
        canvas.Restore();
    }

    /// <summary>Adds grey noise: the sum of four uniform bytes, close to normal, of the given standard deviation.</summary>
    public static unsafe void AddNoise(SKBitmap picture, double standardDeviation, SplitMix64 stream)
    {
        // Variance of one uniform byte is (256^2 - 1) / 12; four independent ones add up. The scale has 16 fractional bits.
        var scale = (int)Math.Round(65536 * standardDeviation / Math.Sqrt(4 * ((256.0 * 256) - 1) / 12));
        var pixels = new Span<byte>((void*)picture.GetPixels(), picture.ByteCount);
        ulong bits = 0;
        for (var i = 0; i < pixels.Length; i += 4)
        {
            bits = i % 8 == 0 ? stream.NextUInt64() : bits >> 32;
            var sum = (int)(bits & 255) + (int)((bits >> 8) & 255) + (int)((bits >> 16) & 255) + (int)((bits >> 24) & 255) - 510;
            var noise = ((sum * scale) + 32768) >> 16;
            var pixel = pixels.Slice(i, 3);
            pixel[0] = (byte)Math.Clamp(pixel[0] + noise, 0, 255);
            pixel[1] = (byte)Math.Clamp(pixel[1] + noise, 0, 255);
            pixel[2] = (byte)Math.Clamp(pixel[2] + noise, 0, 255);
        }
    }
}
