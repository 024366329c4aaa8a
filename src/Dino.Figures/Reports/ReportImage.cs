using Dino.Figures.Cases;

namespace Dino.Figures.Reports;

/// <summary>A test image for the page's browser.</summary>
/// <param name="Before">Judged with the pretrained model.</param>
/// <param name="After">Judged with the fine-tuned model.</param>
/// <param name="Jpeg">The picture, small.</param>
public sealed record ReportImage(DetectionCase Before, DetectionCase After, byte[] Jpeg);
