using Dino.Engine.Evaluating;

namespace Dino.Training.Loop;

/// <summary>Sees a training run go on. Called on the training thread; return quickly.</summary>
public interface ITrainingObserver
{
    /// <summary>Something that a person should know and that does not stop the run.</summary>
    void OnNotice(string text);

    void OnIteration(IterationProgress progress);

    void OnEvaluation(EvaluationProgress progress);

    void OnEpoch(EpochSummary summary);
}

/// <summary>Where the run stands after a step.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Iteration">Steps done in this epoch.</param>
/// <param name="Iterations">Steps an epoch has.</param>
/// <param name="Loss">Weighted sum of this step.</param>
/// <param name="GradientNorm">Global L2 norm before clipping.</param>
/// <param name="LearningRate">Of the main group.</param>
/// <param name="TimeLeft">Of all epochs' steps, at the mean pace since the start of this process, evaluations included. Steps
/// that an earlier process did do not count.</param>
public sealed record IterationProgress(
    int Epoch,
    int Epochs,
    int Iteration,
    int Iterations,
    double Loss,
    double GradientNorm,
    double LearningRate,
    TimeSpan TimeLeft);

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="TrainLoss">Mean weighted sum over the epoch's batches.</param>
/// <param name="Evaluation">On the validation set after the epoch.</param>
/// <param name="EmaEvaluation">The same of the moving average; null without.</param>
/// <param name="IsBest">Whether the AP of weights or average is strictly above every earlier one of its kind (and above
/// 0).</param>
public sealed record EpochSummary(
    int Epoch,
    int Epochs,
    double TrainLoss,
    ModelEvaluationResult Evaluation,
    ModelEvaluationResult? EmaEvaluation,
    bool IsBest);
