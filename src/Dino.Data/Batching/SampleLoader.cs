using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Transforms;

namespace Dino.Data.Batching;

/// <summary>Decodes and transforms images in the background and hands them over in order. What comes out does not depend on the number of workers.
/// The first images are begun when a method is called; its batches can be enumerated once.</summary>
public sealed class SampleLoader
{
    private readonly CocoSource _source;
    private readonly CocoImage[] _imagesById;
    private readonly ILookup<long, CocoAnnotation> _annotations;
    private readonly LoaderOptions _options;

    public SampleLoader(CocoSource source, CocoDataset dataset, LoaderOptions? options = null)
    {
        (_source, _options) = (source, options ?? new LoaderOptions());
        _imagesById = [.. dataset.Images.OrderBy(image => image.Id)];
        _annotations = dataset.AnnotationsByImage();
    }

    /// <summary>Time that enumerations so far have waited for samples.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Batches of one training epoch; the last incomplete one is dropped, as in the reference.</summary>
    public int TrainingBatches(int batchSize) => _imagesById.Length / batchSize;

    /// <summary>Every image once, in order of image id; the last batch may be smaller.</summary>
    public IEnumerable<IReadOnlyList<DetectionSample>> Evaluation(EvaluationPipeline pipeline, int batchSize, CancellationToken cancellation = default)
        => Batches(_imagesById, (image, annotations) => pipeline.Load(_source, image, annotations), batchSize, cancellation);

    /// <summary>One epoch in an order drawn from (seed, epoch), images transformed by draws from (seed, epoch, image id); incomplete last batch dropped.</summary>
    /// <param name="firstBatch">Batches to leave out at the beginning, without loading them.</param>
    public IEnumerable<IReadOnlyList<DetectionSample>> Training(
        TrainingPipeline pipeline, int batchSize, long seed, int epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        var order = (CocoImage[])_imagesById.Clone();
        new SplitMix64(seed, FormattableString.Invariant($"order:{epoch}")).Shuffle<CocoImage>(order);
        return Batches(
            order[(firstBatch * batchSize)..(TrainingBatches(batchSize) * batchSize)], (image, annotations) => pipeline.Load(_source, image, annotations, seed, epoch), batchSize, cancellation);
    }

    private IEnumerable<IReadOnlyList<DetectionSample>> Batches(
        IReadOnlyList<CocoImage> images, Func<CocoImage, IReadOnlyList<CocoAnnotation>, DetectionSample> load, int batchSize, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var samples = new Prefetch<CocoImage, DetectionSample>(
            images, image => LoadNamed(image, load), _options.Workers, Math.Max(_options.Prefetch, batchSize), cancellation);
        var batches = samples.Results(waited => Waited += waited).Chunk(batchSize);
        return _options.RecyclePixels ? Recycling(batches) : batches;
    }

    private static IEnumerable<IReadOnlyList<DetectionSample>> Recycling(IEnumerable<IReadOnlyList<DetectionSample>> batches)
    {
        foreach (var batch in batches)
        {
            yield return batch;
            foreach (var sample in batch)
            {
                PixelPool.Return(sample.Pixels);
            }
        }
    }

    private DetectionSample LoadNamed(CocoImage image, Func<CocoImage, IReadOnlyList<CocoAnnotation>, DetectionSample> load)
    {
        try
        {
            return load(image, [.. _annotations[image.Id]]);
        }
        catch (Exception error) when (error is not (BadInputException or FileNotFoundException or DirectoryNotFoundException))
        {
            throw new BadInputException($"{Path.Combine(_source.ImageFolder, image.FileName)}: image {image.Id} cannot be loaded: {error.Message}", error);
        }
    }
}

/// <summary>How far and how wide a <see cref="SampleLoader"/> works ahead.</summary>
public sealed record LoaderOptions
{
    /// <summary>Images decoded at the same time; default 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Samples held ready or under way, at least one batch; a 1066x800 sample takes 10 MB. Default 4.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>Uses the pixel arrays of a batch again once the next batch is asked for, so a batch must be copied (to a tensor) before that.
    /// Default false: samples may be kept.</summary>
    public bool RecyclePixels { get; init; }
}
