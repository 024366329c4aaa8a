using Dino.Training.Validation;

namespace Dino.Training.Loop;

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="TrainLoss">Mean weighted sum over the epoch's batches.</param>
/// <param name="Evaluation">On the validation set after the epoch.</param>
/// <param name="EmaEvaluation">The same of the moving average; null without.</param>
/// <param name="IsBest">Whether the AP of weights or average is strictly above every earlier one of its kind (and above 0).</param>
public sealed record EpochSummary(int Epoch, int Epochs, double TrainLoss, ModelEvaluationResult Evaluation, ModelEvaluationResult? EmaEvaluation, bool IsBest);
