namespace Dino.Evaluation;

/// <summary>Why a number is -1 or 0.</summary>
/// <param name="Name">As in <see cref="CocoStatistics.Names"/>, or "AP of" and a category.</param>
/// <param name="Value">-1 or 0.</param>
/// <param name="Text">One sentence.</param>
public sealed record StatExplanation(string Name, double Value, string Text);
