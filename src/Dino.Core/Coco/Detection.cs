
namespace Dino.Core.Coco;

/// <summary>A detection in pixels of the original image.</summary>
public sealed record Detection(long ImageId, long CategoryId, BoxXyWh Box, double Score);
