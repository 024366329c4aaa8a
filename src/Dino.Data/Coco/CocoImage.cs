namespace Dino.Data.Coco;

/// <summary>An entry of <c>images</c>.</summary>
/// <param name="Id">Unique; any 64-bit integer.</param>
/// <param name="FileName">Relative to the image folder; not to be trusted as a path (see <c>ImageFolder</c>).</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record CocoImage(long Id, string FileName, int Width, int Height);
