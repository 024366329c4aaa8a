namespace Dino.Evaluation.Tests.Matching;

public sealed class ImageMatchingTests
{
    [Fact]
    public void Match_OneOfEach_IsTold()
    {
        var (groundTruth, detections) = new Scene(images: 2)
            .Object(0, 0, 10, 10)
            .Object(100, 0, 10, 10)
            .Object(200, 0, 50, 50, crowd: true)
            .Detection(0, 0, 10, 9, 0.9)
            .Detection(0, 0, 10, 10, 0.8)
            .Detection(300, 0, 10, 10, 0.7)
            .Detection(200, 0, 10, 10, 0.6)
            .Detection(100, 0, 10, 10, 0.1)
            .Build();

        var matches = ImageMatching.Match(groundTruth, detections, minScore: 0.2);

        Assert.Equal([1, 2], matches.Select(image => image.ImageId));
        Assert.Equal([new BoxMatch(0, 0, 0.9)], matches[0].Hits);
        Assert.Equal([1, 2], matches[0].FalsePositives);
        Assert.Equal([ErrorKind.Duplicate, ErrorKind.Background], DetectionErrors.Classify(groundTruth, detections, matches[0]).Select(error => error.Kind));
        Assert.Equal([3], matches[0].Ignored);
        Assert.Equal([1], matches[0].Misses);
        Assert.Empty(matches[1].Hits);
    }

    [Fact]
    public void Match_HigherThreshold_TurnsAHitIntoAFalsePositive()
    {
        var (groundTruth, detections) = new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 8, 0.9).Build();

        Assert.Single(ImageMatching.Match(groundTruth, detections, 0.8)[0].Hits);
        Assert.Equal([0], ImageMatching.Match(groundTruth, detections, 0.81)[0].FalsePositives);
    }

    /// <summary>The plain matching and the fast one have nothing in common but the rules.</summary>
    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Match_AnyThreshold_IsWhatPlainMatchingGives(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        foreach (var threshold in new[] { 0.0, 0.3, 0.5, 0.75, 0.95 })
        {
            var expected = PlainMatching.Match(fixture.GroundTruth, fixture.Detections, threshold);
            foreach (var (plain, fast) in expected.Zip(ImageMatching.Match(fixture.GroundTruth, fixture.Detections, threshold), ValueTuple.Create))
            {
                Assert.Equal(plain.ImageId, fast.ImageId);
                Assert.Equal(plain.Hits, fast.Hits);
                Assert.Equal(plain.Misses, fast.Misses);
                Assert.Equal(plain.FalsePositives, fast.FalsePositives);
                Assert.Equal(plain.Ignored, fast.Ignored);
            }
        }
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Match_LowMiddleAndHighThreshold_CountsAsTheEvaluationDoes(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        var result = fixture.Evaluate();
        foreach (var t in new[] { 0, 5, 9 })
        {
            var matches = ImageMatching.Match(fixture.GroundTruth, fixture.Detections, CocoParameters.IouThresholds[t]);

            Assert.Equal(CountBits(result, t, matches => matches.TruePositives[0]), matches.Sum(image => image.Hits.Count));
            Assert.Equal(CountBits(result, t, matches => matches.FalsePositives[0]), matches.Sum(image => image.FalsePositives.Count));
            Assert.Equal(result.Matches.Sum(category => category.CountObjects(0)), matches.Sum(image => image.Hits.Count + image.Misses.Count));
        }
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Match_FromAScoreOn_IsWhatItIsWithTheLowerScores(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        var all = ImageMatching.Match(fixture.GroundTruth, fixture.Detections);
        foreach (var score in fixture.Detections.Scores.Order().Chunk((fixture.Detections.Count / 3) + 1).Select(chunk => chunk[^1]))
        {
            bool IsKept(int detection) => fixture.Detections.Scores[detection] >= score;
            foreach (var (expected, actual) in all.Zip(ImageMatching.Match(fixture.GroundTruth, fixture.Detections, minScore: score)))
            {
                Assert.Equal(expected.Hits.Where(hit => IsKept(hit.Detection)), actual.Hits);
                Assert.Equal(expected.FalsePositives.Where(IsKept), actual.FalsePositives);
                Assert.Equal(expected.Ignored.Where(IsKept), actual.Ignored);
            }
        }
    }

    [Fact]
    public void Match_OddIds_CountsAsTheEvaluationDoes()
    {
        // The object with id 0 is taken and never found; the two with one id are the second, twice.
        var scene = new Scene()
            .Object(0, 0, 10, 10, id: 0)
            .Object(50, 0, 10, 10, id: 7)
            .Object(100, 0, 10, 10, id: 7)
            .Detection(0, 0, 10, 10, 0.9)
            .Detection(100, 0, 10, 10, 0.8)
            .Detection(100, 0, 10, 9, 0.7);
        var (groundTruth, detections) = scene.Build();
        var result = CocoEvaluator.Evaluate(groundTruth, detections);

        var image = Assert.Single(ImageMatching.Match(groundTruth, detections));

        Assert.Equal((2, 1, 1), (image.Hits.Count, image.FalsePositives.Count, image.Misses.Count));
        Assert.Equal((2, 1), (CountBits(result, 0, matches => matches.TruePositives[0]), CountBits(result, 0, matches => matches.FalsePositives[0])));
        Assert.Equal([ErrorKind.Localisation], DetectionErrors.Classify(groundTruth, detections, image).Select(error => error.Kind));
        Assert.Equal(result.Stats[1], ErrorBreakdown.Compute(result).AP50, tolerance: 1e-12); // spacing(1) in pycocotools' denominator
    }

    private static int CountBits(CocoEvaluationResult result, int threshold, Func<CategoryMatches, ushort[]> masks)
        => result.Matches.Sum(category => masks(category).Count(mask => (mask >> threshold & 1) != 0));
}
