using Dino.Training.Checkpointing;
using Dino.Training.Validation;

namespace Dino.Training.Logs;

/// <summary>What a line of <c>log.txt</c> tells.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="LearningRate">Of the main group in this epoch.</param>
/// <param name="Losses">Means over the epoch's steps.</param>
/// <param name="Evaluation">After the epoch.</param>
/// <param name="EmaEvaluation">The same of the moving average; null without.</param>
/// <param name="Best">Of the weights so far, this epoch included.</param>
/// <param name="BestEma">Of the average.</param>
/// <param name="Parameters">Numbers that train.</param>
/// <param name="Now">Local time of the line.</param>
/// <param name="Duration">Training and evaluation of this epoch.</param>
public sealed record EpochRecord(
    int Epoch,
    double LearningRate,
    IReadOnlyList<KeyValuePair<string, double>> Losses,
    ModelEvaluationResult Evaluation,
    ModelEvaluationResult? EmaEvaluation,
    BestResult Best,
    BestResult BestEma,
    long Parameters,
    DateTimeOffset Now,
    TimeSpan Duration);
