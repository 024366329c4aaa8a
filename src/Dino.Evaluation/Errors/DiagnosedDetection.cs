namespace Dino.Evaluation;

/// <summary>A counted detection and what is wrong with it.</summary>
/// <param name="Error">Null for a true positive.</param>
/// <param name="Target">The object that it would find if corrected; null if the object is found anyway or there is none.</param>
internal sealed record DiagnosedDetection(long CategoryId, double Score, ErrorKind? Error, int? Target);
