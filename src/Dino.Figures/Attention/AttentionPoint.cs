namespace Dino.Figures.Attention;

/// <summary>One sample in pixels of the original image.</summary>
/// <param name="Weight">Share of the head's attention, 0 to 1.</param>
/// <param name="Level">Feature level, 0 the finest.</param>
public readonly record struct AttentionPoint(double X, double Y, double Weight, int Level);
