using Dino.Core.Coco;


namespace Dino.Data.Synthetic.Scenes;

/// <summary>What of an object can be seen.</summary>
/// <param name="Box">Pixels, inside the image; edges are placed within their pixel by its coverage.</param>
/// <param name="VisibleShare">Seen area over the object's whole area, also outside the frame; 0 to 1.</param>
internal sealed record VisibleObject(StreetObject Source, BoxXyWh Box, double VisibleShare);
