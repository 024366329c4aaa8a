using Dino.Core;
using Dino.Data.Synthetic.People;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Objects;

/// <summary>Upright street furniture of about a person's proportions: bollard, parking meter, hydrant, sign or litter bin.</summary>
internal sealed record Post(double X, double Z, SKColor Color, int Kind) : StreetObject(X, Z)
{
    public const int Kinds = 5;

    public override SKRect Extent => new(-0.7f, -0.1f, 0.7f, 2.8f);

    public override double Footprint => 0.25;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        switch (Kind)
        {
            case 0:
                canvas.FillRectangle(Color, -0.1f, 0, 0.1f, 0.9f, 0.05f);
                canvas.FillEllipse(Color.Scaled(0.85), 0, 0.98f, 0.14f, 0.14f);
                break;
            case 1:
                canvas.FillRectangle(new SKColor(0x60, 0x62, 0x66), -0.05f, 0, 0.05f, 1.1f);
                canvas.FillRectangle(Color, -0.17f, 1.05f, 0.17f, 1.6f, 0.12f);
                canvas.FillRectangle(new SKColor(0x28, 0x30, 0x34), -0.11f, 1.3f, 0.11f, 1.48f);
                break;
            case 2:
                canvas.FillRectangle(Color, -0.16f, 0, 0.16f, 0.7f, 0.05f);
                canvas.FillEllipse(Color, 0, 0.72f, 0.18f, 0.16f);
                canvas.FillRectangle(Color.Scaled(0.8), -0.3f, 0.42f, 0.3f, 0.56f, 0.05f);
                break;
            case 3:
                canvas.FillRectangle(new SKColor(0x80, 0x84, 0x88), -0.04f, 0, 0.04f, 2.6f);
                canvas.FillEllipse(SKColors.White, 0, 2.35f, 0.36f, 0.36f);
                canvas.FillEllipse(Color, 0, 2.35f, 0.31f, 0.31f);
                canvas.FillRectangle(SKColors.White, -0.2f, 2.29f, 0.2f, 2.41f);
                break;
            default:
                canvas.FillPolygon(Color, new(-0.24f, 0.05f), new(-0.3f, 0.95f), new(0.3f, 0.95f), new(0.24f, 0.05f));
                canvas.FillRectangle(Color.Scaled(0.7), -0.33f, 0.92f, 0.33f, 1.02f, 0.04f);
                break;
        }
    }
}

/// <summary>A bench of seat height 0.45 m.</summary>
internal sealed record Bench(double X, double Z, SKColor Color) : StreetObject(X, Z)
{
    public override SKRect Extent => new(-1.1f, -0.1f, 1.1f, 1.1f);

    public override double Footprint => 0.9;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        foreach (var leg in new[] { -0.8f, 0.8f })
        {
            canvas.FillRectangle(Color.Scaled(0.5), leg - 0.05f, 0, leg + 0.05f, 0.85f);
        }

        canvas.FillRectangle(Color, -1, 0.42f, 1, 0.5f, 0.02f);
        canvas.FillRectangle(Color.Scaled(0.9), -1, 0.6f, 1, 0.7f, 0.02f);
        canvas.FillRectangle(Color.Scaled(0.9), -1, 0.76f, 1, 0.86f, 0.02f);
    }
}

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

/// <summary>A figure of stone or bronze on a pedestal: shaped like a person, and not one.</summary>
internal sealed record Statue(double X, double Z, SKColor Color, double Heading) : StreetObject(X, Z)
{
    private const float Pedestal = 1.1f;

    public override SKRect Extent => new(-1.2f, -0.1f, 1.2f, 3.5f);

    public override double Footprint => 0.8;

    public override void Draw(SKCanvas canvas, SplitMix64 stream)
    {
        var pose = stream.Chance(0.5) ? Poses.Waving(stream) : Poses.Standing(stream);
        canvas.FillRectangle(Color.Scaled(0.7), -0.75f, 0, 0.75f, 0.25f);
        canvas.FillRectangle(Color.Scaled(0.85), -0.55f, 0.25f, 0.55f, Pedestal);
        canvas.FillRectangle(Color.Scaled(0.75), -0.65f, Pedestal - 0.12f, 0.65f, Pedestal);
        canvas.Translate(0, Pedestal);
        canvas.Scale(1.9f);
        new BodyPainter(canvas, new Skeleton(pose, Heading), Appearance.Uniform(Color)).Draw();
    }
}
