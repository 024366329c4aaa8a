namespace Dino.Evaluation.Tests.Curves;

public sealed class CurveTests
{
    // Averages in another order of additions.
    private const double Tolerance = 1e-12;

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void SizeCurve_BinsOfCoco_AreSmallMediumAndLarge(string name)
    {
        var fixture = CocoEvalCase.Load(name);
        var result = fixture.Evaluate();
        var stats = result.Stats;

        var bins = SizeCurve.Compute(result, sides: [0, 32, 96, 1e5]);

        Assert.Equal(3, bins.Count);
        Assert.Equal(result.Matches.Sum(category => category.CountObjects(0)), bins.Sum(bin => bin.Objects));
        if (fixture.GroundTruth.Areas.Any(area => area is 1024 or 9216))
        {
            // The 12 numbers count these objects under two sizes, the curve under one.
            return;
        }

        for (var bin = 0; bin < bins.Count; bin++)
        {
            Assert.Equal(stats[3 + bin], bins[bin].AP, Tolerance);
            Assert.Equal(stats[9 + bin], bins[bin].AR100, Tolerance);
        }
    }

    [Fact]
    public void SizeCurve_DefaultBins_HoldEveryObjectOnce()
    {
        var fixture = CocoEvalCase.Load("02-person-40");

        var bins = SizeCurve.Compute(fixture.Evaluate());

        Assert.Equal(fixture.GroundTruth.IsCrowd.Count(crowd => !crowd), bins.Sum(bin => bin.Objects));
    }

    [Fact]
    public void SizeCurve_AreasOnTheEdges_CountOnceInTheUpperBin()
    {
        // One object a side, the largest that COCO counts among them; one of no area; and one whose area is an ulp below an edge.
        var scene = new Scene();
        foreach (var side in SizeCurve.DefaultSides)
        {
            scene.Object(0, 0, side, side, area: side * side).Detection(0, 0, side, side, 0.5);
        }

        var bins = SizeCurve.Compute(scene.Object(0, 0, 24, 24, area: Math.BitDecrement(576)).Evaluate());

        Assert.Equal([1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], bins.Select(bin => bin.Objects));
    }

    [Theory]
    [InlineData(-1, "small")]
    [InlineData(0, "small")]
    [InlineData(1023.9, "small")]
    [InlineData(1024, "medium")]
    [InlineData(9216, "large")]
    [InlineData(1e11, "large")]
    public void SizeOf_AnyArea_IsOneOfThree(double area, string expected) => Assert.Equal(expected, CocoParameters.SizeOf(area).Label);

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void PrecisionRecall_MeanOfTheCurves_IsAp(string name)
    {
        var result = CocoEvalCase.Load(name).Evaluate();

        var curves = PrecisionRecallCurve.ByIouThreshold(result);

        Assert.Equal(10, curves.Count);
        Assert.Equal(result.Stats[0], curves.Average(curve => curve.Precision.Average()), Tolerance);
        Assert.All(curves, curve => Assert.True(curve.Precision.Zip(curve.Precision.Skip(1)).All(pair => pair.First >= pair.Second - Tolerance)));
    }

    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void PrecisionRecallBySize_MeanOfACurve_IsThePrecisionOfThatSize(string name)
    {
        var result = CocoEvalCase.Load(name).Evaluate();
        var tables = result.Tables;

        foreach (var (area, range) in tables.AreaRanges.Index().Skip(1))
        {
            var measured = Enumerable.Range(0, tables.CategoryIds.Length).Where(k => tables.Recall[tables.Index(0, k, area, 2)] >= 0).ToList();
            var curve = PrecisionRecallCurve.BySize(result).SingleOrDefault(curve => curve.Area == range.Label);

            Assert.Equal(measured.Count == 0, curve is null);
            Assert.Equal(measured.Count == 0 ? -1 : measured.Average(k => Enumerable.Range(0, 101).Average(r => tables.Precision[tables.Index(0, r, k, area, 2)])), curve?.Precision.Average() ?? -1, Tolerance);
        }
    }

    [Fact]
    public void PrecisionRecall_OneCategory_IsThatCategorys()
    {
        var result = CocoEvalCase.Load("03-crowd").Evaluate();

        Assert.Equal(result.PerCategory[1][1], PrecisionRecallCurve.ByIouThreshold(result, 1)[0].Precision.Average(), Tolerance);
        Assert.Empty(PrecisionRecallCurve.ByIouThreshold(result, 90));
        Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.ByIouThreshold(result, 12345));
    }

    [Fact]
    public void BestF1_Scene_IsTheBestOfAllScores()
    {
        // At 0.9: 1 of 3 found, none wrong, F1 = 2/4. At 0.8: one wrong, 2/5. At 0.7: two found, 4/6. At 0.1: three wrong more, 4/9.
        var result = new Scene()
            .Object(0, 0, 10, 10)
            .Object(100, 0, 10, 10)
            .Object(200, 0, 10, 10)
            .Detection(0, 0, 10, 10, 0.9)
            .Detection(300, 0, 10, 10, 0.8)
            .Detection(100, 0, 10, 10, 0.7)
            .Detection(400, 0, 10, 10, 0.1)
            .Detection(500, 0, 10, 10, 0.1)
            .Detection(600, 0, 10, 10, 0.1)
            .Evaluate();

        Assert.Equal(new OperatingPoint(null, 0.7, 2 / 3.0, 2 / 3.0, 4 / 6.0, 2, 1, 1), OperatingPoint.BestF1(result));
        Assert.Equal(1, Assert.Single(OperatingPoint.BestF1PerCategory(result)).CategoryId);
    }

    [Fact]
    public void BestF1_EqualScores_AreKeptOrDroppedTogether()
    {
        var result = new Scene()
            .Object(0, 0, 10, 10)
            .Detection(0, 0, 10, 10, 0.5)
            .Detection(300, 0, 10, 10, 0.5)
            .Evaluate();

        Assert.Equal(0.5, OperatingPoint.BestF1(result)!.Precision);
    }

    [Fact]
    public void BestF1_NothingRight_IsNull() => Assert.Null(OperatingPoint.BestF1(new Scene().Object(0, 0, 9, 9).Evaluate()));
}
