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
        Assert.Equal([1], matches[0].Duplicates);
        Assert.Equal([2], matches[0].FalsePositives);
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
    public void Match_LowMiddleAndHighThreshold_CountsAsTheEvaluationDoes(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        var result = fixture.Evaluate();
        foreach (var t in new[] { 0, 5, 9 })
        {
            var matches = ImageMatching.Match(fixture.GroundTruth, fixture.Detections, CocoParameters.IouThresholds[t]);

            // A hit on annotation 0 counts as none in the evaluation.
            var zeroHits = matches.Sum(image => image.Hits.Count(hit => fixture.GroundTruth.AnnotationIds[hit.Annotation] == 0));
            Assert.Equal(CountBits(result, t, matches => matches.TruePositives[0]), matches.Sum(image => image.Hits.Count) - zeroHits);
            Assert.Equal(CountBits(result, t, matches => matches.FalsePositives[0]), matches.Sum(image => image.FalsePositives.Count + image.Duplicates.Count) + zeroHits);
        }
    }

    private static int CountBits(CocoEvaluationResult result, int threshold, Func<CategoryMatches, ushort[]> masks)
        => result.Matches.Sum(category => masks(category).Count(mask => (mask >> threshold & 1) != 0));
}
