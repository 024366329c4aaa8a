using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Synthetic.Scenes;

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
