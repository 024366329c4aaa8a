namespace Dino.Evaluation.Tests.Explanations;

public sealed class StatExplanationsTests
{
    [Fact]
    public void Of_GoodNumbers_HasNothingToSay()
    {
        var scene = new Scene();
        foreach (var (side, x) in new[] { (10, 0), (50, 100), (200, 200) })
        {
            scene.Object(x, 0, side, side).Detection(x, 0, side, side, 0.9);
        }

        // The best detection of the image is right, so AR1 is not 0.
        Assert.Empty(Explain(scene));
    }

    [Fact]
    public void Of_NoSmallObjects_NamesTheRangeAndTheAreas()
        => AssertSays(new Scene().Object(0, 0, 50, 50).Detection(0, 0, 50, 50, 0.9), "APs", -1, "none of the 1 objects has an area of 0 to 1024 square pixels; their area fields run from 2500 to 2500");

    [Fact]
    public void Of_OnlyCrowds_SaysSo()
        => AssertSays(new Scene().Object(0, 0, 50, 50, crowd: true), "AP", -1, "all 1 objects are crowds, which are ignored");

    [Fact]
    public void Of_NoObjects_SaysSo()
        => AssertSays(new Scene().Detection(0, 0, 5, 5, 1), "AP", -1, "the evaluated images have no objects of the ground truth's categories (0 annotations in the file)");

    [Fact]
    public void Of_NoImages_SaysSo() => AssertSays(new Scene(images: 0), "AP", -1, "the ground truth has no images");

    [Fact]
    public void Of_NoDetections_SaysSo() => AssertSays(new Scene().Object(0, 0, 50, 50), "AP", 0, "there are no detections");

    [Fact]
    public void Of_LabelsFromZero_AreRecognised()
        => AssertSays(
            new Scene().Object(0, 0, 50, 50).Detection(0, 0, 50, 50, 0.9, category: 0),
            "AP",
            0,
            "no detection has a category of the ground truth: detections have 0, the ground truth 1; they look like labels counted from 0");

    [Fact]
    public void Of_NormalisedBoxes_AreRecognised()
        => AssertSays(new Scene().Object(50, 50, 50, 50).Detection(0.1, 0.1, 0.1, 0.1, 0.9), "AP50", 0, "the boxes look normalised to 0..1");

    [Fact]
    public void Of_CornerBoxes_AreRecognised()
        => AssertSays(new Scene().Object(50, 60, 20, 30).Detection(50, 60, 70, 90, 0.9), "AP", 0, "if the boxes were corners x1, y1, x2, y2");

    [Fact]
    public void Of_CentreBoxes_AreRecognised()
        => AssertSays(new Scene().Object(50, 60, 20, 30).Detection(60, 75, 20, 30, 0.9), "AP", 0, "if the boxes were centres cx, cy, width, height");

    [Fact]
    public void Of_PoorBoxes_GivesTheLargestOverlap()
        => AssertSays(new Scene().Object(50, 60, 20, 30).Detection(50, 60, 20, 9, 0.9), "AP", 0, "the largest overlap is 0.300");

    [Fact]
    public void Of_NoTightBox_SaysWhichThresholdFails()
        => AssertSays(new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 6, 0.9), "AP75", 0, "some detections overlap an object by 0.5, but none by 0.75 or more");

    [Fact]
    public void Of_BestDetectionWrong_SaysWhyAr1IsZero()
        => AssertSays(
            new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.5).Detection(100, 0, 10, 10, 0.9),
            "AR1",
            0,
            "the best detection of an image and category is never right; lower ones are");

    [Fact]
    public void Of_SmallObjectsNeverFound_NamesTheRange()
        => AssertSays(
            new Scene().Object(0, 0, 10, 10).Object(100, 0, 100, 100).Detection(100, 0, 100, 100, 0.9),
            "APs",
            0,
            "there are objects of 0 to 1024 square pixels, but no detection overlaps one by 0.5 or more");

    [Theory]
    [InlineData("AP of category 2 (2)", 0, "1 objects, but no detection of this category")]
    [InlineData("AP of category 3 (3)", -1, "no object of this category in the evaluated images; its 1 detections do not count")]
    [InlineData("AP of category 4 (4)", -1, "all its 1 objects are crowds, which are ignored")]
    [InlineData("AP of category 5 (5)", 0, "1 objects and 1 detections, but no detection overlaps an object by 0.5 or more")]
    public void Of_Categories_AreExplained(string name, double value, string text)
        => AssertSays(
            new Scene(categories: 5)
                .Object(0, 0, 10, 10)
                .Detection(0, 0, 10, 10, 0.9)
                .Object(0, 0, 10, 10, category: 2)
                .Detection(0, 0, 10, 10, 0.9, category: 3)
                .Object(0, 0, 10, 10, category: 4, crowd: true)
                .Object(0, 0, 10, 10, category: 5)
                .Detection(50, 0, 10, 10, 0.9, category: 5),
            name,
            value,
            text);

    private static void AssertSays(Scene scene, string name, double value, string text)
    {
        var explanation = Explain(scene).Single(entry => entry.Name == name);

        Assert.Equal(value, explanation.Value);
        Assert.Contains(text, explanation.Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<StatExplanation> Explain(Scene scene)
    {
        var (groundTruth, detections) = scene.Build();
        return StatExplanations.Create(CocoEvaluator.Evaluate(groundTruth, detections));
    }
}
