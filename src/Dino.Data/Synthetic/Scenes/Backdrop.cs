using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>Everything that hides no object: sky, ground, houses.</summary>
internal abstract record Backdrop
{
    public abstract void Draw(SKCanvas canvas, Camera camera, Light light, SplitMix64 stream);

    /// <summary>Whether an object can stand here.</summary>
    public abstract bool IsOpen(double x, double z);

    /// <summary>A place on the road for a car, with its direction as in <see cref="Objects.Car"/>; null where no road is.</summary>
    public virtual (double X, double Z, int Facing)? CarPlace(Camera camera, SplitMix64 stream) => null;

    protected static void DrawSky(SKCanvas canvas, Camera camera, Light light)
    {
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), new SKPoint(0, (float)camera.HorizonY), [light.SkyTop, light.SkyBottom], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(0, 0, camera.Width, camera.Height, paint);
    }

    /// <summary>A quadrilateral of ground, cut at the near plane and the horizon, shaded by distance.</summary>
    protected static void DrawGround(
        SKCanvas canvas, Camera camera, Light light, SKColor color, double left, double right, double near = Camera.Near, double far = 400)
    {
        using var shader = GroundShader(camera, light, color);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        using var path = Quad(camera.Project(left, 0, near), camera.Project(left, 0, far), camera.Project(right, 0, far), camera.Project(right, 0, near));
        canvas.DrawPath(path, paint);
    }

    protected static SKPath Quad(SKPoint a, SKPoint b, SKPoint c, SKPoint d)
    {
        var path = new SKPath();
        path.AddPoly([a, b, c, d], close: true);
        return path;
    }

    private static SKShader GroundShader(Camera camera, Light light, SKColor color)
    {
        // Fog is exponential in z and z is reciprocal in the row, so a few stops at known depths follow it closely.
        ReadOnlySpan<double> depths = [300, 80, 40, 20, 10, 5, 2.5];
        var colors = new SKColor[depths.Length];
        var positions = new float[depths.Length];
        var height = camera.Height - camera.HorizonY;
        for (var i = 0; i < depths.Length; i++)
        {
            colors[i] = light.Lit(color, depths[i]);
            positions[i] = (float)Math.Min(1, camera.PixelsPerMetre(depths[i]) * camera.EyeHeight / height);
        }

        return SKShader.CreateLinearGradient(
            new SKPoint(0, (float)camera.HorizonY), new SKPoint(0, camera.Height), colors, positions, SKShaderTileMode.Clamp);
    }
}
