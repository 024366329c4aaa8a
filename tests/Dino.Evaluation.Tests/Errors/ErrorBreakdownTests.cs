namespace Dino.Evaluation.Tests.Errors;

public sealed class ErrorBreakdownTests
{
    [Theory]
    [MemberData(nameof(CocoEvalCase.Names), MemberType = typeof(CocoEvalCase))]
    public void Compute_Case_StartsFromAp50(string name)
    {
        var fixture = CocoEvalCase.Load(name);

        var breakdown = ErrorBreakdown.Compute(fixture.Evaluate());

        // spacing(1) in pycocotools' denominator, and another order of additions.
        Assert.Equal(fixture.Stats("stats")[1], breakdown.AP50, tolerance: 1e-12);
    }

    [Theory]
    [InlineData(ErrorKind.Classification, 0, 0, 10, 10, 2)]
    [InlineData(ErrorKind.Localisation, 0, 0, 10, 4, 1)]
    [InlineData(ErrorKind.Both, 0, 0, 10, 4, 2)]
    [InlineData(ErrorKind.Background, 50, 50, 10, 10, 1)]
    [InlineData(ErrorKind.Background, 0, 0, 10, 0.99, 1)] // overlap below 0.1
    [InlineData(ErrorKind.Localisation, 0, 0, 10, 1.01, 1)] // and above
    public void Compute_OneWrongDetection_IsNamed(ErrorKind kind, double x, double y, double width, double height, long category)
    {
        var (groundTruth, detections) = new Scene(categories: 2)
            .Object(0, 0, 10, 10)
            .Detection(x, y, width, height, 0.9, category: category)
            .Build();

        var counts = ErrorBreakdown.Compute(CocoEvaluator.Evaluate(groundTruth, detections)).Errors.Where(error => error.Kind != ErrorKind.Missed && error.Count > 0);

        Assert.Equal((kind, 1), (counts.Single().Kind, counts.Single().Count));
    }

    [Fact]
    public void Compute_CorrectableErrors_AreNotMisses()
    {
        // A badly placed box and a box of the wrong category would each find their object; the third object is missed.
        var (groundTruth, detections) = new Scene(categories: 2)
            .Object(0, 0, 10, 10)
            .Object(100, 0, 10, 10)
            .Object(200, 0, 10, 10)
            .Detection(0, 0, 10, 4, 0.9)
            .Detection(100, 0, 10, 10, 0.8, category: 2)
            .Build();

        var breakdown = ErrorBreakdown.Compute(CocoEvaluator.Evaluate(groundTruth, detections));

        Assert.Equal(0, breakdown.AP50);
        Assert.Equal([1, 1, 0, 0, 0, 1], breakdown.Errors.Select(error => error.Count));
        // Either corrected, one of three objects is found: 34 of the 101 recalls. The wrong category has the lower score, so that the badly placed
        // box comes first and precision is 1/2. With the miss taken away still nothing is found.
        Assert.Equal(100 * 34 / 101.0, breakdown.Errors[(int)ErrorKind.Localisation].DeltaApPoints, tolerance: 1e-9);
        Assert.Equal(100 * 34 / 101.0 / 2, breakdown.Errors[(int)ErrorKind.Classification].DeltaApPoints, tolerance: 1e-9);
        Assert.Equal(0, breakdown.Errors[(int)ErrorKind.Missed].DeltaApPoints);
    }

    [Fact]
    public void Compute_Duplicates_CostWhatDroppingThemGives()
    {
        // Right, duplicate, right: AP is 1 up to recall 1/2 (51 recalls) and 2/3 above (50); without the duplicate 1.
        var (groundTruth, detections) = new Scene()
            .Object(0, 0, 10, 10)
            .Object(100, 0, 10, 10)
            .Detection(0, 0, 10, 10, 0.9)
            .Detection(0, 0, 10, 9, 0.8)
            .Detection(100, 0, 10, 10, 0.7)
            .Build();

        var duplicates = ErrorBreakdown.Compute(CocoEvaluator.Evaluate(groundTruth, detections)).Errors[(int)ErrorKind.Duplicate];

        Assert.Equal(1, duplicates.Count);
        Assert.Equal(100 * (1 - ((51 + (50 * 2 / 3.0)) / 101)), duplicates.DeltaApPoints, tolerance: 1e-9);
    }

    [Fact]
    public void Compute_TwoBoxesForOneObject_CorrectsTheBetterAndDropsTheOther()
    {
        var (groundTruth, detections) = new Scene()
            .Object(0, 0, 10, 10)
            .Detection(0, 0, 10, 4, 0.8)
            .Detection(0, 0, 10, 3, 0.9)
            .Build();

        var localisation = ErrorBreakdown.Compute(CocoEvaluator.Evaluate(groundTruth, detections)).Errors[(int)ErrorKind.Localisation];

        Assert.Equal((2, 100.0), (localisation.Count, localisation.DeltaApPoints));
    }

    [Fact]
    public void Compute_Misses_CostWhatTakingTheObjectsAwayGives()
    {
        var (groundTruth, detections) = new Scene().Object(0, 0, 10, 10).Object(100, 0, 10, 10).Detection(0, 0, 10, 10, 0.9).Build();

        var breakdown = ErrorBreakdown.Compute(CocoEvaluator.Evaluate(groundTruth, detections));

        Assert.Equal(51 / 101.0, breakdown.AP50, tolerance: 1e-12);
        Assert.Equal(100 * 50 / 101.0, breakdown.Errors[(int)ErrorKind.Missed].DeltaApPoints, tolerance: 1e-9);
    }

    [Fact]
    public void Compute_NoObjects_IsMinusOne()
    {
        var (groundTruth, detections) = new Scene().Detection(0, 0, 10, 10, 0.9).Build();

        Assert.Equal(-1, ErrorBreakdown.Compute(CocoEvaluator.Evaluate(groundTruth, detections)).AP50);
    }
}
