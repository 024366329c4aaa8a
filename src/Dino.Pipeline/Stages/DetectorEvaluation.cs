using Dino.Data.Coco;
using Dino.Engine.Evaluating;
using Dino.Model.Configuration;
using Dino.Model.Profiling;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Torch.Runtime;
using TorchSharp;

namespace Dino.Pipeline.Stages;

/// <summary>Evaluates a weights file on a dataset with a run's options, with progress. The first images are decoded while the
/// weights are read.</summary>
public static class DetectorEvaluation
{
    /// <param name="weights">Null for random weights.</param>
    /// <param name="model">Of a file without a configuration.</param>
    /// <param name="dtype">What matrix products and convolutions compute in.</param>
    /// <param name="clock">Adds up the time of every stage; null where nobody asks.</param>
    public static ModelEvaluationResult Run(
        RunContext context,
        CocoSource source,
        string? weights,
        DinoConfig model,
        CancellationToken cancellation,
        torch.ScalarType dtype = torch.ScalarType.Float32,
        StageClock? clock = null)
    {
        var evaluation = new ModelEvaluation(source, context.Profile.Recipe.EvaluationSize, TorchDevice.Open(context.Device));
        var images = evaluation.Prefetch(cancellation);
        using var detector = context.Load(weights, model);
        return context.Console.Track("images", progress => evaluation.Run(
            detector.Model,
            step => progress.Report(new ProgressStep(step.Images, step.Total)),
            cancellation,
            dtype: dtype,
            clock: clock,
            prefetched: images));
    }
}
