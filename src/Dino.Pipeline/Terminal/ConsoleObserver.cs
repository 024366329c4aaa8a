using System.Globalization;
using Dino.Engine.Evaluating;
using Dino.Training.Loop;

namespace Dino.Pipeline.Terminal;

/// <summary>Shows a training run: a bar over all steps, a line an epoch, counted from 1.</summary>
public sealed class ConsoleObserver(RunConsole console, IProgress<ProgressStep> progress) : ITrainingObserver
{
    private long _done;
    private long _total = 1;
    private TimeSpan? _left;

    public void OnNotice(string text) => console.Warn(text);

    public void OnIteration(IterationProgress step)
    {
        _done = ((long)step.Epoch * step.Iterations) + step.Iteration;
        _left = step.TimeLeft;
        _total = (long)step.Epochs * step.Iterations;
        progress.Report(new ProgressStep(_done, _total, string.Create(
            CultureInfo.InvariantCulture, $"epoch {step.Epoch + 1} step {step.Iteration}/{step.Iterations} loss {step.Loss:0.00} lr {step.LearningRate:0.0e+0}"), _left));
    }

    public void OnEvaluation(EvaluationProgress step)
        => progress.Report(new ProgressStep(_done, _total, string.Create(CultureInfo.InvariantCulture, $"evaluate {step.Images}/{step.Total}"), _left));

    public void OnEpoch(EpochSummary summary) => console.Line(string.Create(
        CultureInfo.InvariantCulture,
        $"  epoch {summary.Epoch + 1} of {summary.Epochs}: loss {summary.TrainLoss:0.000}, AP {summary.Evaluation.Ap:0.000}, AP50 {summary.Evaluation.Coco.Stats[1]:0.000}{Average(summary)}{(summary.IsBest ? " (best)" : string.Empty)}"));

    private static string Average(EpochSummary summary)
        => summary.EmaEvaluation is { } average ? string.Create(CultureInfo.InvariantCulture, $", of the moving average AP {average.Ap:0.000}") : string.Empty;
}
