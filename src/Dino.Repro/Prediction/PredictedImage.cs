using Dino.Figures.Cases;

namespace Dino.Repro.Prediction;

/// <summary>What became of one image file.</summary>
/// <param name="Detections">Best first; empty if the file could not be read.</param>
/// <param name="Error">Why it could not be read; else null.</param>
internal sealed record PredictedImage(string File, IReadOnlyList<Detection> Detections, string? Error = null);
