namespace Dino.Core.Coco;

/// <summary>COCO's box: left, top, width, height in pixels.</summary>
public readonly record struct BoxXyWh(double X, double Y, double Width, double Height);
