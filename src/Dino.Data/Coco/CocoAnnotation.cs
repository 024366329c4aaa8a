using Dino.Core.Coco;

namespace Dino.Data.Coco;

/// <summary>An entry of <c>annotations</c>, box part only.</summary>
/// <param name="Id">COCO itself has ids beyond 32 bits; 0 would count as unmatched in COCOeval.</param>
/// <param name="Box">(x, y, width, height) in pixels of the image.</param>
/// <param name="Area">Pixels squared, as the file has it (COCO: area of the mask).</param>
/// <param name="IsCrowd">A crowd region: dropped from training targets, ignored region in evaluation.</param>
/// <param name="Ignore">The file's <c>ignore</c> flag; without effect in training and in COCOeval, which overwrites it from iscrowd.</param>
public sealed record CocoAnnotation(long Id, long ImageId, int CategoryId, BoxXyWh Box, double Area, bool IsCrowd, bool Ignore = false);
