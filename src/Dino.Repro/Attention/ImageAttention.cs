using Dino.Data.Images;
using Dino.Figures.Attention;

namespace Dino.Repro.Attention;

/// <summary>The attention worth showing of one image.</summary>
/// <param name="Picture">The original image.</param>
/// <param name="Detections">Decoder cross-attention, best detection first.</param>
/// <param name="Between">Decoder self-attention between those detections.</param>
/// <param name="Pixel">Encoder attention of the chosen pixel; null without one.</param>
internal sealed record ImageAttention(RgbImage Picture, IReadOnlyList<AttentionSamples> Detections, DetectionSelfAttention Between, AttentionSamples? Pixel);
