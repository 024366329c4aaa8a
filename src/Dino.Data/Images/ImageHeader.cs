namespace Dino.Data.Images;

/// <summary>What an image file says of itself before its pixels.</summary>
/// <param name="Width">Pixels as stored, before any rotation.</param>
/// <param name="Height">Pixels as stored, before any rotation.</param>
/// <param name="Format">JPEG, PNG, ..., by content.</param>
/// <param name="HasOrientation">An EXIF orientation other than upright, which viewers apply and the reference's loader does not.</param>
public sealed record ImageHeader(int Width, int Height, string Format, bool HasOrientation);
