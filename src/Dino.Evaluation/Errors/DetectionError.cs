namespace Dino.Evaluation;

/// <summary>What is wrong with a detection.</summary>
/// <param name="Detection">Position in the detections.</param>
/// <param name="Overlap">Largest intersection over union with an object of its category, 0 to 1.</param>
/// <param name="Target">Position of the object that it would find if corrected; null if that one is found anyway or there is none.</param>
public sealed record DetectionError(int Detection, ErrorKind Kind, double Overlap, int? Target);
