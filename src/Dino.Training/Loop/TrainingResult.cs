namespace Dino.Training.Loop;

/// <summary>How a run ended.</summary>
/// <param name="Completed">False when it was interrupted; the state is saved and the run can be resumed.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="BestAp">Highest AP on the validation set, 0 if none was above.</param>
/// <param name="BestEpoch">Its epoch, from 0; -1 if none.</param>
public sealed record TrainingResult(bool Completed, int Epoch, double BestAp, int BestEpoch);
