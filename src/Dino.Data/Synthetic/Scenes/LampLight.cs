using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>The light that the scene's shining lamps add.</summary>
internal sealed class LampLight(Scene scene)
{
    private static readonly SKColor Glow = new(0xFF, 0xDC, 0x98);

    private readonly StreetObject[] _lamps = [.. scene.Objects.Where(item => item.LampHeight is not null)];

    /// <summary>Added brightness at a ground point: 0.8 right under a lamp, a quarter of it at the lamp's height away.</summary>
    public double At(double x, double z)
    {
        double sum = 0;
        foreach (var lamp in _lamps)
        {
            var (dx, dz, height) = (x - lamp.X, z - lamp.Z, lamp.LampHeight!.Value);
            var cosine = 1 / (1 + (((dx * dx) + (dz * dz)) / (height * height)));
            sum += 0.8 * cosine * cosine;
        }

        return Math.Min(sum, 0.9);
    }

    /// <summary>Bright ground below the lamps.</summary>
    public void DrawPools(SKCanvas canvas)
    {
        var camera = scene.Camera;
        foreach (var lamp in _lamps)
        {
            var foot = camera.Project(lamp.X, 0, lamp.Z);
            var radius = (float)(lamp.LampHeight!.Value * camera.PixelsPerMetre(lamp.Z));
            canvas.Save();
            canvas.Translate(foot.X, foot.Y);
            canvas.Scale(1, (float)Math.Min(0.5, camera.EyeHeight / lamp.Z));
            canvas.ClipRect(new SKRect(-radius, (float)(camera.HorizonY - foot.Y) / (float)Math.Min(0.5, camera.EyeHeight / lamp.Z), radius, radius));
            DrawGlow(canvas, default, radius, 0.3 * (1 - scene.Light.FogShare(lamp.Z)));
            canvas.Restore();
        }
    }

    /// <summary>The halo around a shining lamp; wider in fog.</summary>
    public void DrawHalo(SKCanvas canvas, StreetObject item)
    {
        if (item.LampHeight is not { } height)
        {
            return;
        }

        var head = scene.Camera.Project(item.X + (item.Extent.MidX > 0.01f ? 1 : item.Extent.MidX < -0.01f ? -1 : 0), height + 0.15, item.Z);
        var radius = (float)(scene.Camera.PixelsPerMetre(item.Z) * (1.2 + (20 * scene.Light.FogPerMetre)));
        DrawGlow(canvas, head, radius, 0.75);
    }

    private static void DrawGlow(SKCanvas canvas, SKPoint centre, float radius, double strength)
    {
        if (radius <= 0)
        {
            return;
        }

        var inner = Glow.WithAlpha((byte)(255 * strength));
        using var shader = SKShader.CreateRadialGradient(
            centre, radius, [inner, Glow.WithAlpha((byte)(60 * strength)), Glow.WithAlpha(0)], [0, 0.4f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, BlendMode = SKBlendMode.Plus };
        canvas.DrawCircle(centre, radius, paint);
    }
}
