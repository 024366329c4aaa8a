namespace Dino.Training.Loop;

/// <summary>Where the run stands after a step.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Iteration">Steps done in this epoch.</param>
/// <param name="Iterations">Steps an epoch has.</param>
/// <param name="Loss">Weighted sum of this step.</param>
/// <param name="GradientNorm">Global L2 norm before clipping.</param>
/// <param name="LearningRate">Of the main group.</param>
/// <param name="TimeLeft">Of all epochs' steps, at the mean pace since the start of this process, evaluations included. Steps that an earlier process did do not count.</param>
public sealed record IterationProgress(int Epoch, int Epochs, int Iteration, int Iterations, double Loss, double GradientNorm, double LearningRate, TimeSpan TimeLeft);
