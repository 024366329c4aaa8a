using Dino.Core;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>A round column with posters, some of which show a head and shoulders.</summary>
internal sealed record AdvertisingColumn(double X, double Z) : StreetObject(X, Z)
{
    public override SKRect Extent => new(-0.9f, -0.1f, 0.9f, 3.6f);

    public override double Footprint => 0.7;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        var green = stream.NextHsv((140, 220), (20, 45), (25, 45));
        canvas.FillRectangle(stream.NextHsv((0, 360), (0, 8), (60, 85)), -0.65f, 0.3f, 0.65f, 3f);
        canvas.FillRectangle(green, -0.7f, 0, 0.7f, 0.35f);
        canvas.FillRectangle(green, -0.75f, 2.95f, 0.75f, 3.1f);
        canvas.FillPolygon(green.Scaled(0.85), new(-0.6f, 3.1f), new(0, 3.5f), new(0.6f, 3.1f));
        for (var row = 0; row < 2; row++)
        {
            var (left, bottom) = (stream.NextSingle(-0.6, -0.4), 0.5f + (row * 1.25f));
            var right = left + stream.NextSingle(0.7, 1);
            canvas.FillRectangle(stream.NextHsv((0, 360), (30, 85), (45, 95)), left, bottom, right, bottom + 1.1f);
            var ink = stream.NextHsv((0, 360), (10, 60), (15, 95));
            var middle = (left + right) / 2;
            if (stream.Chance(0.5))
            {
                canvas.FillEllipse(ink, middle, bottom + 0.75f, 0.13f, 0.17f);
                canvas.FillRectangle(ink.Scaled(0.8), middle - 0.25f, bottom + 0.1f, middle + 0.25f, bottom + 0.52f, 0.12f);
            }
            else
            {
                canvas.FillRectangle(ink, left + 0.1f, bottom + 0.7f, right - 0.1f, bottom + 0.9f);
                canvas.FillEllipse(ink, middle, bottom + 0.35f, 0.2f, 0.2f);
            }
        }

        canvas.FillRectangle(new SKColor(0, 0, 0, 60), 0.35f, 0, 0.7f, 3.1f);
    }
}
