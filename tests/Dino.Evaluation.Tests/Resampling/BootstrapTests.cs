using Dino.Core;
using Dino.Core.Coco;


namespace Dino.Evaluation.Tests.Resampling;

public sealed class BootstrapTests
{
    // Means are added in another order than numpy's, over at most 80,800 numbers.
    private const double Tolerance = 1e-12;

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Compute_EveryImageOnce_GivesTheStats(string name)
    {
        var result = CocoEvalCase.Load(name).Evaluate();
        var weights = Enumerable.Repeat(1, result.ImageIds.Length).ToArray();

        AssertClose(result.Stats, new ResampledStatistics(result).Compute(weights, ResampledStatistics.NewScan()));
    }

    [Theory]
    [InlineData("02-person-40", 1)]
    [InlineData("02-person-40", 2)]
    [InlineData("01-random-80cat", 3)]
    public void Compute_Weights_GiveWhatCopiesOfTheImagesGive(string name, long seed)
    {
        var fixture = CocoEvalCase.Load(name);
        var result = fixture.Evaluate();
        var random = new SplitMix64(seed, "weights");
        var weights = result.ImageIds.Select(_ => random.NextInt32(0, 3)).ToArray();

        var actual = new ResampledStatistics(result).Compute(weights, ResampledStatistics.NewScan());

        var (groundTruth, detections) = Copies(fixture, result, weights);
        AssertClose(CocoEvaluator.Evaluate(groundTruth, detections).Stats, actual);
    }

    [Fact]
    public void Intervals_SameSeed_AreTheSame()
    {
        var result = CocoEvalCase.Load("02-person-40").Evaluate();

        var first = Bootstrap.Intervals(result, new BootstrapOptions(Resamples: 50, Seed: 3));

        Assert.Equal(first, Bootstrap.Intervals(result, new BootstrapOptions(Resamples: 50, Seed: 3)));
        Assert.NotEqual(first, Bootstrap.Intervals(result, new BootstrapOptions(Resamples: 50, Seed: 4)));
    }

    [Fact]
    public void Intervals_Fixture_HoldTheValueAndShrinkWithConfidence()
    {
        var result = CocoEvalCase.Load("02-person-40").Evaluate();

        var wide = Bootstrap.Intervals(result, new BootstrapOptions(Resamples: 400));
        var narrow = Bootstrap.Intervals(result, new BootstrapOptions(Resamples: 400, Confidence: 0.5));

        Assert.All(wide, interval => Assert.InRange(interval.Value, interval.Low, interval.High));
        Assert.All(wide.Zip(narrow), pair => Assert.True(pair.Second.High - pair.Second.Low < pair.First.High - pair.First.Low));
    }

    [Fact]
    public void Intervals_RecallOfIndependentImages_HaveTheBinomialSpread()
    {
        // 400 images with one object each, found in 100: the standard error of the recall is that of a share.
        var scene = new Scene(images: 400);
        for (var image = 1; image <= 400; image++)
        {
            scene.Object(0, 0, 10, 10, image);
            if (image % 4 == 0)
            {
                scene.Detection(0, 0, 10, 10, 0.5, image);
            }
        }

        var interval = Bootstrap.Intervals(scene.Evaluate(), new BootstrapOptions(Resamples: 2000))[8];

        // A standard error from 2000 resamples is itself uncertain by 1.6 %; 8 % are five times that.
        var expected = Math.Sqrt(0.25 * 0.75 / 400);
        Assert.InRange(interval.StandardError, 0.92 * expected, 1.08 * expected);
        Assert.InRange(interval.Low, 0.25 - (2.3 * expected), 0.25 - (1.6 * expected));
        Assert.InRange(interval.High, 0.25 + (1.6 * expected), 0.25 + (2.3 * expected));
    }

    [Fact]
    public void Intervals_NothingToMeasure_AreMinusOne()
    {
        var small = Bootstrap.Intervals(new Scene().Object(0, 0, 500, 500).Evaluate(), new BootstrapOptions(Resamples: 10))[3];

        Assert.Equal(new StatInterval("APs", -1, -1, -1, 0, 0), small);
    }

    [Fact]
    public void Compare_WithItself_HasNoDifference()
    {
        var result = CocoEvalCase.Load("02-person-40").Evaluate();

        Assert.All(Bootstrap.Compare(result, result, new BootstrapOptions(Resamples: 50)), row =>
            Assert.Equal((0, 0, 0, 0), (row.Difference, row.Low, row.High, row.ProbabilityOfRegression)));
    }

    [Fact]
    public void Compare_WorseScores_AreFoundThoughTheIntervalsOverlap()
    {
        var fixture = CocoEvalCase.Load("02-person-40");
        var better = fixture.Evaluate();
        var worse = CocoEvaluator.Evaluate(fixture.GroundTruth, Shrink(fixture.Detections, 0.97));

        var difference = Bootstrap.Compare(better, worse, new BootstrapOptions(Resamples: 300))[0];
        var alone = Bootstrap.Intervals(better, new BootstrapOptions(Resamples: 300))[0];

        Assert.Equal(worse.Stats[0] - better.Stats[0], difference.Difference);
        Assert.True(difference.High < 0);
        Assert.True(difference.ProbabilityOfRegression > 0.99);
        Assert.InRange(worse.Stats[0], alone.Low, alone.High);
    }

    [Fact]
    public void Compare_WithTheMeanOfItselfAndAnother_HasHalfTheDifference()
    {
        var fixture = CocoEvalCase.Load("02-person-40");
        var result = fixture.Evaluate();
        var other = CocoEvaluator.Evaluate(fixture.GroundTruth, Shrink(fixture.Detections, 0.97));
        var options = new BootstrapOptions(Resamples: 50);

        var whole = Bootstrap.Compare(result, other, options)[0];
        var half = Bootstrap.Compare(result, [result, other], options)[0];

        Assert.Equal(whole.Difference / 2, half.Difference, Tolerance);
        Assert.Equal(whole.Low / 2, half.Low, Tolerance);
        Assert.Equal(whole.High / 2, half.High, Tolerance);
        Assert.Throws<ArgumentException>(() => Bootstrap.Compare(result, []));
    }

    [Fact]
    public void Compare_OtherImages_IsRefused()
    {
        var result = new Scene(images: 2).Object(0, 0, 1, 1).Evaluate();
        var subset = new Scene(images: 2).Object(0, 0, 1, 1).Evaluate(new EvaluationOptions(ImageIds: [1]));

        Assert.Throws<ArgumentException>(() => Bootstrap.Compare(result, subset));
    }

    [Fact]
    public void Compare_OtherObjects_IsRefused()
    {
        var result = new Scene(images: 2).Object(0, 0, 1, 1).Evaluate();
        var other = new Scene(images: 2).Object(0, 0, 1, 1).Object(5, 5, 1, 1, image: 2).Evaluate();

        Assert.Throws<ArgumentException>(() => Bootstrap.Compare(result, other));
    }

    /// <summary>The dataset with image i there <c>weights[i]</c> times; copies have neighbouring ids.</summary>
    private static (CocoGroundTruth GroundTruth, CocoDetections Detections) Copies(CocoEvalCase fixture, CocoEvaluationResult result, int[] weights)
    {
        const int MostCopies = 10;
        var objects = new CocoGroundTruthBuilder("copies");
        var detections = new CocoDetectionsBuilder();
        foreach (var category in fixture.GroundTruth.CategoryIds)
        {
            objects.AddCategory(category, "");
        }

        var id = 1;
        for (var image = 0; image < weights.Length; image++)
        {
            for (var copy = 0; copy < weights[image]; copy++)
            {
                var imageId = (image * MostCopies) + copy;
                objects.AddImage(imageId);
                var groundTruth = fixture.GroundTruth;
                foreach (var g in Where(groundTruth.AnnotationImageIds, result.ImageIds[image]))
                {
                    objects.AddAnnotation(id++, imageId, groundTruth.AnnotationCategoryIds[g], groundTruth.Boxes[g], groundTruth.Areas[g], groundTruth.IsCrowd[g]);
                }

                foreach (var d in Where(fixture.Detections.ImageIds, result.ImageIds[image]))
                {
                    detections.Add(imageId, fixture.Detections.CategoryIds[d], fixture.Detections.Boxes[d], fixture.Detections.Scores[d]);
                }
            }
        }

        return (objects.Build(), detections.Build());
    }

    private static IEnumerable<int> Where(IReadOnlyList<long> ids, long id) => Enumerable.Range(0, ids.Count).Where(i => ids[i] == id);

    private static CocoDetections Shrink(CocoDetections detections, double factor) => detections with
    {
        Boxes = [.. detections.Boxes.Select(box => new BoxXyWh(box.X, box.Y, box.Width * factor, box.Height * factor))],
    };

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
        => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
}
