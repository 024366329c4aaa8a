namespace Dino.Figures.Results;

/// <summary>One line of <c>log.txt</c>.</summary>
/// <param name="Epoch">From 0, as the file counts.</param>
/// <param name="Train">Training means without the "train_" of the keys: loss, loss_ce, ...</param>
/// <param name="Test">Means on the test images without "test_".</param>
/// <param name="Stats">COCO's 12 numbers after the epoch.</param>
/// <param name="AverageAp">AP of the moving average of the weights; null without one.</param>
public sealed record TrainingEpoch(
    int Epoch, double LearningRate, IReadOnlyDictionary<string, double> Train, IReadOnlyDictionary<string, double> Test, IReadOnlyList<double> Stats,
    double? AverageAp = null);
