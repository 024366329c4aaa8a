namespace Dino.Data.Synthetic.Scenes;

/// <summary>A street before it is drawn.</summary>
internal sealed record Scene(Camera Camera, Light Light, Backdrop Backdrop, IReadOnlyList<StreetObject> Objects);
