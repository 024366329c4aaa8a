using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic.Backdrops;
using Dino.Data.Synthetic.Objects;
using Dino.Data.Synthetic.People;
using Dino.Data.Synthetic.Scenes;
using SkiaSharp;

namespace Dino.Data.Synthetic.Styles;

/// <summary>City streets in every light; people of every size, posture and occlusion; distractors that no one annotated.</summary>
internal sealed class ExperimentStyle : ISceneStyle
{
    private const int MostPeople = 8;
    private const int MostLargePeople = 3;
    private const int AttemptsApart = 8;

    /// <summary>As a share of the height.</summary>
    private const float WalkingWidth = 0.4f;

    public IReadOnlyList<CocoCategory> Categories { get; } = [new CocoCategory((int)SceneCategory.Person, "pedestrian")];

    public Scene Compose(int width, int height, SplitMix64 stream)
    {
        var unit = width / 320.0;
        var camera = new Camera(
            width, height, stream.NextDouble(230, 380) * unit, stream.NextDouble(0.28, 0.52) * height, stream.NextLogUniform(0.8, 2.6), stream.NextDouble(-1.2, 1.2));
        var light = Lights.Any(stream);
        Backdrop backdrop = stream.NextDouble() switch
        {
            < 0.5 => CanyonBackdrop.Any(stream),
            < 0.8 => FacadeBackdrop.Any(stream),
            _ => new PlazaBackdrop(),
        };
        var objects = new List<StreetObject>();
        AddPeople(objects, new Crowd(camera, backdrop, MayBeCut: 0.2), unit, light, stream);
        new StreetFurniture(camera, backdrop, light).Add(objects, stream);
        return new Scene(camera, light, backdrop, objects, CameraLook.Surveillance(stream));
    }

    private static void AddPeople(List<StreetObject> objects, Crowd crowd, double unit, Light light, SplitMix64 stream)
    {
        var wanted = 2 + (int)((MostPeople - 1) * stream.NextDouble());
        var large = 0;
        var taken = new List<SKRect>();
        Pedestrian? previous = null;
        for (var i = 0; i < wanted; i++)
        {
            var metres = Crowd.Metres(stream);
            var pixels = Size(stream, allowLarge: large < MostLargePeople) * unit;
            var beside = previous is not null && stream.Chance(0.08) ? crowd.PlaceBeside(previous, metres, stream) : null;
            if ((beside ?? PlaceApart(crowd, taken, metres, pixels, stream)) is not { } place)
            {
                continue;
            }

            taken.Add(Outline(crowd.Camera, place, metres));

            large += crowd.Camera.PixelsPerMetre(place.Z) * metres > 140 * unit ? 1 : 0;
            var heading = beside is null ? Crowd.Heading(stream) : previous!.Heading + stream.NextDouble(-0.3, 0.3);
            previous = AddPerson(objects, place, metres, heading, light, stream);
        }
    }

    /// <summary>A place where the person mostly neither hides nor is hidden by the others; now and then any place.</summary>
    private static (double X, double Z)? PlaceApart(Crowd crowd, List<SKRect> taken, double metres, double pixels, SplitMix64 stream)
    {
        for (var attempt = 0; attempt < AttemptsApart; attempt++)
        {
            if (crowd.Place(metres, pixels, stream) is { } place && !taken.Exists(Outline(crowd.Camera, place, metres).IntersectsWith))
            {
                return place;
            }
        }

        return stream.Chance(0.25) ? crowd.Place(metres, pixels, stream) : null;
    }

    /// <summary>The upright rectangle that a walking person about fills in the picture.</summary>
    private static SKRect Outline(Camera camera, (double X, double Z) place, double metres)
    {
        var (foot, head) = (camera.Project(place.X, 0, place.Z), camera.Project(place.X, metres, place.Z));
        var half = WalkingWidth / 2 * (foot.Y - head.Y);
        return new SKRect(foot.X - half, head.Y, foot.X + half, foot.Y);
    }

    /// <summary>Height in the picture, in pixels of a picture 320 wide: a good share far away, a few close by.</summary>
    private static double Size(SplitMix64 stream, bool allowLarge) => stream.NextDouble() switch
    {
        < 0.16 => stream.NextLogUniform(26, 52),
        < 0.68 => stream.NextLogUniform(64, 150),
        _ when allowLarge => stream.NextLogUniform(150, 235),
        _ => stream.NextLogUniform(60, 120),
    };

    private static Pedestrian AddPerson(
        List<StreetObject> objects, (double X, double Z) place, double metres, double heading, Light light, SplitMix64 stream)
    {
        var umbrella = stream.Chance(light.Rain ? 0.5 : 0.04);
        var pose = stream.NextDouble() switch
        {
            < 0.52 => Poses.Walking(stream),
            < 0.72 => Poses.Standing(stream),
            < 0.84 => Poses.ArmsBent(stream),
            < 0.90 => Poses.Running(stream),
            < 0.93 => Poses.Waving(stream),
            _ => Poses.Sitting(stream),
        };
        var person = new Pedestrian(place.X, place.Z, metres, heading, umbrella ? Poses.HoldingUmbrella(pose) : pose, Appearance.City(stream));
        objects.Add(person);
        if (pose.LeftHip > 1.3)
        {
            objects.Add(new Bench(place.X, place.Z + 0.1, stream.NextHsv((20, 40), (30, 60), (30, 60))));
        }

        if (umbrella)
        {
            objects.Add(new Umbrella(person, stream.NextHsv((0, 360), (10, 85), (10, 85))));
        }

        if (stream.Chance(0.2))
        {
            objects.Add(new HandBag(person, stream.NextHsv((0, 360), (5, 70), (10, 85)), stream.NextSingle(0.1, 0.2)));
        }

        if (stream.Chance(0.18))
        {
            objects.Add(new Backpack(person, stream.NextHsv((0, 360), (10, 80), (10, 75))));
        }

        return person;
    }
}
