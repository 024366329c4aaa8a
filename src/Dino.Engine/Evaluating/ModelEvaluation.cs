using System.Diagnostics;
using Dino.Core;
using Dino.Data.Batching;
using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Engine.Loading;
using Dino.Evaluation;
using Dino.Model;
using Dino.Model.Criterion;
using Dino.Model.PostProcessing;
using Dino.Model.Profiling;
using Dino.Torch;
using TorchSharp;

namespace Dino.Engine.Evaluating;

/// <summary>Runs a model over a dataset, one image at a time as the reference does (with larger batches the padding would change the results).</summary>
public sealed class ModelEvaluation
{
    private readonly EvaluationPipeline _pipeline;
    private readonly torch.Device _device;
    private readonly CocoGroundTruth _groundTruth;
    private readonly SampleLoader _loader;
    private readonly int _images;

    /// <exception cref="BadInputException">The annotation file is bad; the message names record and expectation.</exception>
    public ModelEvaluation(CocoSource source, EvaluationSize size, torch.Device device)
    {
        (_pipeline, _device) = (new EvaluationPipeline(size), device);
        var dataset = CocoDataset.Load(source.AnnotationFile);
        _groundTruth = CocoGroundTruth.Load(source.AnnotationFile);
        _loader = new SampleLoader(source, dataset, new LoaderOptions { RecyclePixels = true });
        _images = dataset.Images.Count;
    }

    public CocoGroundTruth GroundTruth => _groundTruth;

    /// <summary>Begins to decode the first images, for instance while the weights are read.</summary>
    /// <returns>The images for one call of <see cref="Run"/>.</returns>
    public PrefetchedImages Prefetch(CancellationToken cancellation = default)
        => new(_loader.Evaluation(_pipeline, batchSize: 1, cancellation));

    /// <summary>Puts the model into evaluation mode and leaves it there.</summary>
    /// <param name="atMost">Evaluates only so many images, those with the smallest ids.</param>
    /// <param name="dtype">What matrix products and convolutions compute in: float32, or bfloat16 for less time and less accuracy.</param>
    /// <param name="clock">Adds up the time of every stage.</param>
    /// <param name="prefetched">Of <see cref="Prefetch"/>; null decodes the images from now on.</param>
    /// <exception cref="OperationCanceledException">Between two images.</exception>
    public ModelEvaluationResult Run(
        DinoDetector model,
        Action<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default,
        int atMost = int.MaxValue,
        torch.ScalarType dtype = torch.ScalarType.Float32,
        StageClock? clock = null,
        PrefetchedImages? prefetched = null)
    {
        model.eval();
        var (criterion, postProcessor) = (new SetCriterion(model.Config), new PostProcessor(model.Config));
        var (losses, detections) = (new LossAverages(), new CocoDetectionsBuilder());
        var batches = (prefetched ?? Prefetch(cancellation)).Batches;
        using var session = InferenceSession.Begin(dtype);
        clock?.Start();
        var watch = Stopwatch.StartNew();
        var (evaluated, waitedBefore) = (new List<long>(), _loader.Waited);
        foreach (var samples in batches.Take(atMost))
        {
            using var step = InferenceSession.BeginStep();
            var batch = BatchTensors.Of(samples, _device);
            clock?.Lap("waiting for images");
            using var output = model.Forward(batch.Images, clock: clock);
            using var report = criterion.Compute(output, batch.Targets);
            losses.Add(LossValues.Read(report).LogEntries);
            clock?.Lap("losses");
            var sample = samples[0];
            Add(detections, sample.ImageId, postProcessor.Process(output.Final, [(sample.OriginalHeight, sample.OriginalWidth)])[0]);
            batch.Dispose();
            clock?.Lap("post-processing");
            evaluated.Add(sample.ImageId);
            progress?.Invoke(new(evaluated.Count, Math.Min(_images, atMost)));
        }

        var found = detections.Build();
        var options = atMost < _images ? new EvaluationOptions(ImageIds: evaluated) : new EvaluationOptions();
        return new(
            CocoEvaluator.Evaluate(_groundTruth, found, options), found, losses.Means, evaluated.Count, _loader.Waited - waitedBefore)
        {
            Elapsed = watch.Elapsed,
        };
    }

    private static void Add(CocoDetectionsBuilder detections, long imageId, ImageDetections found)
    {
        for (var i = 0; i < found.Scores.Length; i++)
        {
            detections.Add(imageId, found.Labels[i], found.Box(i), found.Scores[i]);
        }
    }
}

/// <summary>Images of one evaluation, whose decoding has begun.</summary>
public sealed class PrefetchedImages
{
    internal PrefetchedImages(IEnumerable<IReadOnlyList<DetectionSample>> batches) => Batches = batches;

    internal IEnumerable<IReadOnlyList<DetectionSample>> Batches { get; }
}

/// <summary>Images evaluated so far.</summary>
public readonly record struct EvaluationProgress(int Images, int Total);
