using Dino.Core;
using Dino.Data.Synthetic.Objects;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Styles;

/// <summary>The city's things beside people: occluders and look-alikes.</summary>
internal sealed record StreetFurniture(Camera Camera, Backdrop Backdrop, Light Light)
{
    public void Add(List<StreetObject> objects, SplitMix64 stream)
    {
        AddSome(objects, stream, 3, AnyCar);
        AddSome(objects, stream, 3, s => AtDepth(s, 5, 40, (x, z) => new StreetLamp(
            x, z, s.NextDouble(4, 6.5), s.Chance(0.3) ? 0 : s.Chance(0.5) ? 1.2 : -1.2, s.NextHsv((0, 360), (0, 15), (15, 45)), Light.LampsOn)));
        AddSome(objects, stream, 2, s => AtDepth(s, 6, 40, (x, z) => new Tree(x, z, s.NextDouble(3.5, 8), s.NextHsv((60, 140), (25, 60), (22, 52)), s.Chance(0.1))));
        AddSome(objects, stream, 1, s => AtDepth(s, 4, 20, (x, z) => new Bicycle(x, z, s.NextHsv((0, 360), (10, 80), (15, 80)), s.Chance(0.5) ? 1 : -1)));
        AddSome(objects, stream, 3, s => AtDepth(s, 3.5, 30, (x, z) => new Post(x, z, s.NextHsv((0, 360), (5, 75), (15, 80)), s.NextInt32(0, Post.Kinds - 1))));
        if (stream.Chance(0.22) && AtDepth(stream, 6, 30, (x, z) => new AdvertisingColumn(x, z)) is { } column)
        {
            objects.Add(column);
        }

        if (stream.Chance(0.22) && AtDepth(stream, 6, 30, (x, z) => AnyStatue(x, z, stream)) is { } statue)
        {
            objects.Add(statue);
        }
    }

    /// <summary>0 to <paramref name="most"/> objects, fewer more often.</summary>
    private static void AddSome(List<StreetObject> objects, SplitMix64 stream, int most, Func<SplitMix64, StreetObject?> make)
    {
        for (var count = (int)((most + 1) * Math.Pow(stream.NextDouble(), 1.3)); count > 0; count--)
        {
            if (make(stream) is { } item)
            {
                objects.Add(item);
            }
        }
    }

    private Car? AnyCar(SplitMix64 stream)
    {
        if (Backdrop.CarPlace(Camera, stream) is not { } place)
        {
            return null;
        }

        var color = stream.Chance(0.6) ? stream.NextHsv((0, 360), (0, 10), (10, 95)) : stream.NextHsv((0, 360), (40, 90), (25, 80));
        return new Car(place.X, place.Z, color, place.Facing, stream.Chance(0.5), stream.Chance(0.2), Light.LampsOn);
    }

    private static Statue AnyStatue(double x, double z, SplitMix64 stream)
    {
        SKColor color = stream.Chance(0.5) ? stream.NextHsv((140, 170), (15, 40), (35, 55)) : stream.NextHsv((30, 50), (2, 14), (55, 80));
        return new Statue(x, z, color, Math.PI + stream.NextDouble(-1.2, 1.2));
    }

    private T? AtDepth<T>(SplitMix64 stream, double nearest, double farthest, Func<double, double, T> make)
        where T : StreetObject
    {
        var z = stream.NextLogUniform(nearest, farthest);
        var x = Camera.WorldX(stream.NextDouble(0, Camera.Width), z);
        return Backdrop.IsOpen(x, z) ? make(x, z) : null;
    }
}
