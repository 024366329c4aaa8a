namespace Dino.Training.Validation;

/// <summary>Images evaluated so far.</summary>
public readonly record struct EvaluationProgress(int Images, int Total);
