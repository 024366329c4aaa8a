using Dino.Training.Validation;

namespace Dino.Training.Loop;

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="TrainLoss">Mean weighted sum over the epoch's steps.</param>
/// <param name="Evaluation">On the validation set after the epoch.</param>
/// <param name="IsBest">Whether its AP is strictly above every earlier epoch's (and above 0).</param>
public sealed record EpochSummary(int Epoch, int Epochs, double TrainLoss, ModelEvaluationResult Evaluation, bool IsBest, double BestAp, int BestEpoch);
