using System.Runtime.InteropServices;
using Dino.Core;

namespace Dino.Evaluation.Tests;

/// <summary>Every number that pycocotools gives for the stored cases.</summary>
public sealed class CocoEvaluatorTests
{
    // Means over up to 80,800 cells are added in numpy's order, so nothing but a different order of additions has to be absorbed.
    private const double Tolerance = 1e-12;

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Evaluate_Case_StatsArePycocotools(string name)
    {
        var fixture = CocoEvalCase.Load(name);

        AssertClose(fixture.Stats("stats"), fixture.Evaluate().Stats);
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Evaluate_WithoutCategories_StatsArePycocotools(string name)
    {
        var fixture = CocoEvalCase.Load(name);

        AssertClose(fixture.Stats("stats_useCats0"), fixture.Evaluate(new EvaluationOptions(UseCategories: false)).Stats);
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Evaluate_EverySecondImage_StatsArePycocotools(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        var everySecond = fixture.GroundTruth.ImageIds.Where((_, index) => index % 2 == 0).ToArray();

        AssertClose(fixture.Stats("stats_every_second_image"), fixture.Evaluate(new EvaluationOptions(ImageIds: everySecond)).Stats);
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Evaluate_Case_CategoriesArePycocotools(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        var expected = fixture.PerCategory();

        var actual = fixture.Evaluate().PerCategory;

        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => AssertClose(entry.Value, actual[entry.Key]));
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Evaluate_Case_TablesAreBitEqual(string name)
    {
        var fixture = CocoEvalCase.Load(name);

        var tables = fixture.Evaluate().Tables;

        Assert.Equal(fixture.Hash("precision"), Hash(tables.Precision.AsSpan()));
        Assert.Equal(fixture.Hash("recall"), Hash(tables.Recall.AsSpan()));
        Assert.Equal(fixture.Hash("scores"), Hash(tables.Scores.AsSpan()));
    }

    [Fact]
    public void Evaluate_OnSeveralThreads_IsTheSumOfItsCategoriesAlone()
    {
        // Enough detections for more than one thread; each category alone stays on one.
        const int Categories = 8;
        var random = new SplitMix64(1, "several threads");
        var scene = new Scene(images: 50, categories: Categories);
        for (var i = 0; i < 24_000; i++)
        {
            var (image, category, x) = (random.NextInt32(1, 50), random.NextInt32(1, Categories), random.NextDouble(0, 400));
            if (i % 10 == 0)
            {
                scene.Object(x, 0, 20, 20, image, category);
            }

            scene.Detection(x + random.NextDouble(0, 8), 0, 20, 20, random.NextDouble(), image, category);
        }

        var (groundTruth, detections) = scene.Build();
        var together = CocoEvaluator.Evaluate(groundTruth, detections);

        foreach (var category in groundTruth.CategoryIds)
        {
            var alone = CocoEvaluator.Evaluate(groundTruth with { CategoryIds = [category], CategoryNames = [""] }, detections);
            Assert.Equal(alone.PerCategory[category], together.PerCategory[category]);
        }
    }

    private static string Hash(ReadOnlySpan<double> values) => FileHash.Sha256(MemoryMarshal.AsBytes(values));

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"number {i}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
