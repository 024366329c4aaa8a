using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A tree with a round, an open or a pointed crown.</summary>
/// <param name="Height">Metres.</param>
/// <param name="Pointed">A conifer.</param>
internal sealed record Tree(double X, double Z, double Height, SKColor Leaves, bool Pointed) : StreetObject(X, Z)
{
    public override SceneCategory Category => SceneCategory.Tree;

    public override SKRect Extent => new((float)(-0.5 * Height), -0.1f, (float)(0.5 * Height), (float)(1.1 * Height));

    public override double Footprint => 0.3 * Height;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        var height = (float)Height;
        var trunk = stream.NextHsv((20, 35), (25, 55), (20, 42));
        var girth = 0.022f * height;
        if (Pointed)
        {
            canvas.FillRectangle(trunk, -girth, 0, girth, 0.3f * height);
            for (var tier = 0; tier < 4; tier++)
            {
                var (bottom, half) = ((0.12f + (0.19f * tier)) * height, (0.27f - (0.055f * tier)) * height);
                canvas.FillPolygon(Leaves.Scaled(0.8 + (0.09 * tier)), new(-half, bottom), new(0, bottom + (0.36f * height)), new(half, bottom));
            }

            return;
        }

        canvas.FillPolygon(trunk, new(-girth, 0), new(-girth * 0.6f, 0.6f * height), new(girth * 0.6f, 0.6f * height), new(girth, 0));
        canvas.Line(trunk, girth * 0.7f, new SKPoint(0, 0.35f * height), new SKPoint(-0.14f * height, 0.55f * height));
        canvas.Line(trunk, girth * 0.7f, new SKPoint(0, 0.4f * height), new SKPoint(0.13f * height, 0.58f * height));
        const int blobs = 22;
        for (var blob = 0; blob < blobs; blob++)
        {
            var angle = stream.NextDouble(0, 2 * Math.PI);
            var distance = Math.Sqrt(stream.NextDouble()) * 0.26 * Height;
            var radius = stream.NextSingle(0.07, 0.15) * height;
            // Lower and earlier blobs are darker: the crown's shaded inside.
            var shade = 0.65 + (0.35 * blob / blobs) + (0.12 * Math.Sin(angle));
            canvas.FillEllipse(
                Leaves.Scaled(shade), (float)(distance * Math.Cos(angle)), (0.7f * height) + (float)(distance * Math.Sin(angle) * 0.8), radius, radius * 0.85f);
        }
    }
}

/// <summary>A detached house with a gabled roof, part of the pretraining style's suburb.</summary>
internal sealed record House(double X, double Z, SKColor Wall, SKColor Roof) : StreetObject(X, Z)
{
    public override SKRect Extent => new(-6, -0.2f, 6, 9);

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        canvas.FillRectangle(Wall, -4.5f, 0, 4.5f, 4.6f);
        canvas.FillPolygon(Roof, new(-5.2f, 4.4f), new(-3.4f, 7.6f), new(3.4f, 7.6f), new(5.2f, 4.4f));
        canvas.FillRectangle(Roof.Scaled(0.8), 2, 6.6f, 2.8f, 8.6f);
        var glass = stream.NextHsv((195, 215), (25, 50), (55, 85));
        foreach (var x in new[] { -3.6f, -1.4f, 2.4f })
        {
            canvas.FillRectangle(SKColors.White, x - 0.15f, 1.6f, x + 1.35f, 3.4f);
            canvas.FillRectangle(glass, x, 1.75f, x + 1.2f, 3.25f);
        }

        canvas.FillRectangle(stream.NextHsv((0, 360), (50, 90), (40, 80)), 0.5f, 0, 1.6f, 2.4f);
    }
}
