using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>A street before it is drawn.</summary>
/// <param name="Look">Null: the picture stays as the light makes it.</param>
internal sealed record Scene(Camera Camera, Light Light, Backdrop Backdrop, IReadOnlyList<StreetObject> Objects, CameraLook? Look = null);

/// <summary>What an object is; the value is the COCO category id. Objects of the kind <see cref="Unlabelled"/> are never annotated.</summary>
internal enum SceneCategory
{
    Unlabelled = 0,
    Person = 1,
    Bicycle = 2,
    Car = 3,
    Tree = 4,
    StreetLamp = 5,
    Dog = 6,
}

/// <summary>Something that stands on the ground, drawn as an upright picture facing the camera.</summary>
/// <param name="X">Metres right of the street's middle.</param>
/// <param name="Z">Metres from the camera; nearer objects hide farther ones.</param>
internal abstract record StreetObject(double X, double Z)
{
    public virtual SceneCategory Category => SceneCategory.Unlabelled;

    /// <summary>Metres around the ground point, y up; at least everything <see cref="Draw"/> touches. Top and bottom as in (left, bottom, right, top).</summary>
    public abstract SKRect Extent { get; }

    /// <summary>Half the width of the shadow at the feet, in metres; 0 casts none.</summary>
    public virtual double Footprint => 0;

    /// <summary>Where this object shines at night, metres above the ground; null shines not.</summary>
    public virtual double? LampHeight => null;

    /// <summary>Draws in metres, y up, the ground point at the origin. Called once; details may come from the stream.</summary>
    public abstract void Draw(SKCanvas canvas, SplitMix64 stream);
}
