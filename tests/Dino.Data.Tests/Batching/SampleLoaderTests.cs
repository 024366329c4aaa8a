using Dino.Core;
using Dino.Data.Batching;
using Dino.Data.Tests.TestData;
using Dino.Data.Transforms;

namespace Dino.Data.Tests.Batching;

public sealed class SampleLoaderTests : IDisposable
{
    private static readonly TrainingPipeline Small = new(new TrainingAugmentation
    {
        Scales = [20, 24, 28],
        MaxSize = 40,
        CropResizeScales = [20, 25],
        CropSize = (16, 24),
    });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_AnyNumberOfWorkers_GivesTheSameBatches()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 11);

        var one = new SampleLoader(source, dataset, new LoaderOptions { Workers = 1, Prefetch = 1 }).Training(Small, 2, seed: 5, epoch: 1).ToList();
        var four = new SampleLoader(source, dataset, new LoaderOptions { Workers = 4, Prefetch = 8 }).Training(Small, 2, seed: 5, epoch: 1).ToList();

        Assert.Equal(5, one.Count);
        Assert.All(one.Zip(four), pair => Assert.All(pair.First.Zip(pair.Second), samples =>
        {
            Assert.Equal(samples.First.ImageId, samples.Second.ImageId);
            Assert.Equal(samples.First.Pixels, samples.Second.Pixels);
            Assert.Equal(samples.First.BoxesCxCyWh, samples.Second.BoxesCxCyWh);
        }));
    }

    [Fact]
    public void Evaluation_RecyclingPixels_GivesTheSamePixelsWhileABatchIsCurrent()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 20);
        var pipeline = new EvaluationPipeline(new EvaluationSize(20, 40));
        var kept = new SampleLoader(source, dataset).Evaluation(pipeline, 2).SelectMany(batch => batch).ToList();

        var recycled = new SampleLoader(source, dataset, new LoaderOptions { RecyclePixels = true }).Evaluation(pipeline, 2)
            .SelectMany(batch => batch.Select(sample => (sample.Pixels, Copy: sample.Pixels.ToArray())).ToList())
            .ToList();

        Assert.Equal(kept.Select(sample => sample.Pixels), recycled.Select(sample => sample.Copy));
        Assert.True(recycled.DistinctBy(sample => sample.Pixels).Count() < recycled.Count);
    }

    [Fact]
    public void Training_OtherEpoch_OtherOrder()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 11);
        var loader = new SampleLoader(source, dataset);

        Assert.NotEqual(Order(1), Order(2));
        Assert.Equal(Order(1), Order(1));

        long[] Order(int epoch) => [.. loader.Training(Small, 1, 5, epoch).Select(batch => batch[0].ImageId)];
    }

    [Fact]
    public void Evaluation_AllImages_ComeInOrderOfId()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 7);
        var shuffled = dataset with { Images = [.. dataset.Images.Reverse()] };

        var batches = new SampleLoader(source, shuffled).Evaluation(new EvaluationPipeline(new EvaluationSize(20, 40)), 3).ToList();

        Assert.Equal([3, 3, 1], batches.Select(batch => batch.Count));
        Assert.Equal(dataset.Images.Select(image => image.Id), batches.SelectMany(batch => batch).Select(sample => sample.ImageId));
    }

    [Fact]
    public void Evaluation_BrokenImage_NamesItAfterTheOnesBefore()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 5);
        File.WriteAllText(Path.Combine(source.ImageFolder, "000004.png"), "text");
        var seen = new List<long>();

        var error = Assert.Throws<BadInputException>(() =>
        {
            foreach (var batch in new SampleLoader(source, dataset).Evaluation(new EvaluationPipeline(new EvaluationSize(20, 40)), 1))
            {
                seen.Add(batch[0].ImageId);
            }
        });

        Assert.Equal([1, 2, 3], seen);
        Assert.Contains("000004.png: not an image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_Cancelled_Stops()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 8);
        using var cancellation = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in new SampleLoader(source, dataset).Evaluation(new EvaluationPipeline(new EvaluationSize(20, 40)), 1, cancellation.Token))
            {
                cancellation.Cancel();
            }
        });
    }

    [Fact]
    public void Evaluation_LeftEarly_LeavesNoWorkBehind()
    {
        var (source, dataset) = SmallDataset.Write(_folder, 8);

        _ = new SampleLoader(source, dataset).Evaluation(new EvaluationPipeline(new EvaluationSize(20, 40)), 1).First();
        Directory.Delete(source.ImageFolder, recursive: true);

        Assert.False(Directory.Exists(source.ImageFolder));
    }
}
