namespace Dino.Data.Synthetic.Scenes;

/// <summary>A street before it is drawn.</summary>
/// <param name="Look">Null: the picture stays as the light makes it.</param>
internal sealed record Scene(Camera Camera, Light Light, Backdrop Backdrop, IReadOnlyList<StreetObject> Objects, CameraLook? Look = null);
