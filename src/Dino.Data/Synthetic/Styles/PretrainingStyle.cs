using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic.Backdrops;
using Dino.Data.Synthetic.Objects;
using Dino.Data.Synthetic.People;
using Dino.Data.Synthetic.Scenes;

namespace Dino.Data.Synthetic.Styles;

/// <summary>Suburbs and streets by day with few, mostly unhidden people, and five more categories.</summary>
internal sealed class PretrainingStyle : ISceneStyle
{
    public IReadOnlyList<CocoCategory> Categories { get; } =
    [
        new((int)SceneCategory.Person, "person"), new((int)SceneCategory.Bicycle, "bicycle"), new((int)SceneCategory.Car, "car"),
        new((int)SceneCategory.Tree, "tree"), new((int)SceneCategory.StreetLamp, "street lamp"), new((int)SceneCategory.Dog, "dog"),
    ];

    public Scene Compose(int width, int height, SplitMix64 stream)
    {
        var unit = width / 320.0;
        var camera = new Camera(
            width, height, stream.NextDouble(250, 340) * unit, stream.NextDouble(0.3, 0.45) * height, stream.NextDouble(1.0, 2.0), X: 0);
        var light = Lights.Daytime(stream);
        var isSuburb = stream.Chance(0.5);
        Backdrop backdrop = isSuburb ? SuburbBackdrop.Any(stream) : stream.Chance(0.6) ? CanyonBackdrop.Any(stream) : FacadeBackdrop.Any(stream);
        var objects = new List<StreetObject>();
        AddPeople(objects, new Crowd(camera, backdrop, MayBeCut: 0.3), unit, stream);
        if (isSuburb)
        {
            AddThings(objects, camera, backdrop, stream);
        }
        else
        {
            new StreetFurniture(camera, backdrop, light).Add(objects, stream);
        }

        return new Scene(camera, light, backdrop, objects);
    }

    private static void AddPeople(List<StreetObject> objects, Crowd crowd, double unit, SplitMix64 stream)
    {
        for (var count = stream.NextInt32(1, 6); count > 0; count--)
        {
            var metres = Crowd.Metres(stream);
            if (crowd.Place(metres, stream.NextLogUniform(24, 220) * unit, stream) is not { } place)
            {
                continue;
            }

            var pose = stream.NextDouble() switch
            {
                < 0.55 => Poses.Walking(stream),
                < 0.85 => Poses.Standing(stream),
                _ => Poses.Running(stream),
            };
            objects.Add(new Pedestrian(place.X, place.Z, metres, Crowd.Heading(stream), pose, stream.Chance(0.5) ? Appearance.Summer(stream) : Appearance.City(stream)));
        }
    }

    private static void AddThings(List<StreetObject> objects, Camera camera, Backdrop backdrop, SplitMix64 stream)
    {
        void Add(int most, double nearest, double farthest, Func<double, double, StreetObject> make)
        {
            for (var count = stream.NextInt32(0, most); count > 0; count--)
            {
                var z = stream.NextLogUniform(nearest, farthest);
                objects.Add(make(camera.WorldX(stream.NextDouble(0, camera.Width), z), z));
            }
        }

        Add(3, 46, 70, (x, z) => new House(x, z, stream.NextHsv((0, 360), (10, 35), (80, 97)), stream.NextHsv((0, 30), (50, 80), (45, 75))));
        Add(3, 7, 44, (x, z) => new Tree(x, z, stream.NextDouble(3, 6), stream.NextHsv((70, 140), (50, 80), (40, 75)), stream.Chance(0.4)));
        Add(1, 7, 30, (x, z) => new StreetLamp(x, z, stream.NextDouble(3.2, 4.5), stream.Chance(0.6) ? 0 : 1.2, stream.NextHsv((200, 260), (5, 30), (20, 50)), On: false));
        Add(1, 4, 14, (x, z) => new Bicycle(x, z, stream.NextHsv((0, 360), (60, 95), (55, 95)), stream.Chance(0.5) ? 1 : -1));
        Add(1, 3.5, 12, (x, z) => new Dog(x, z, stream.NextDouble(0.35, 0.75), stream.NextHsv((18, 40), (10, 65), (20, 90)), stream.Chance(0.5) ? 1 : -1));
        for (var count = stream.NextInt32(0, 2); count > 0; count--)
        {
            var place = backdrop.CarPlace(camera, stream)!.Value;
            objects.Add(new Car(
                place.X, place.Z, stream.NextHsv((0, 360), (55, 95), (55, 95)), place.Facing, stream.Chance(0.5), stream.Chance(0.15), LightsOn: false));
        }
    }
}
