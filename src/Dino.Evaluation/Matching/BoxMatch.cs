namespace Dino.Evaluation;

/// <summary>A detection and the object it found.</summary>
/// <param name="Detection">Position in the detections.</param>
/// <param name="Annotation">Position in the ground truth's annotations.</param>
/// <param name="Overlap">Intersection over union.</param>
public readonly record struct BoxMatch(int Detection, int Annotation, double Overlap);
