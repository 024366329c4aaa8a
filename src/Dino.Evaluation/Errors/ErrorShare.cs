namespace Dino.Evaluation;

/// <summary>How much one kind of error costs.</summary>
/// <param name="Count">Detections, or objects for <see cref="ErrorKind.Missed"/>.</param>
/// <param name="DeltaApPoints">By how much AP50 would rise with all errors of this kind corrected and no other, in points (0 to 100). The kinds
/// do not add up to what is missing: errors hide each other.</param>
public sealed record ErrorShare(ErrorKind Kind, int Count, double DeltaApPoints);
