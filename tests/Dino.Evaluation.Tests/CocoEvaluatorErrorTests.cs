using Dino.Core;

namespace Dino.Evaluation.Tests;

/// <summary>Where pycocotools stops with a stack trace or passes over something in silence.</summary>
public sealed class CocoEvaluatorErrorTests
{
    [Fact]
    public void Evaluate_DetectionOfUnknownImage_NamesTheFirstAndCountsThem()
    {
        var scene = new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.9).Detection(0, 0, 1, 1, 0.5, image: 77).Detection(0, 0, 1, 1, 0.5, image: 78);

        var exception = Assert.Throws<BadInputException>(() => scene.Evaluate());

        Assert.StartsWith("dt: 2 of 3 detections name an image that is not in gt; the first is detection 1 (counted from 0), image_id 77", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_UnknownCategories_WarnsWithCountsAndLeavesThemOut()
    {
        var result = new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.9).Detection(0, 0, 10, 10, 0.95, category: 5).Evaluate();

        Assert.Equal(1, result.Stats[8]);
        Assert.Contains("1 of 2 detections name a category_id that is not in the ground truth's categories; they are left out", result.Warnings);
    }

    [Fact]
    public void Evaluate_MoreCategoriesThanTablesAreFor_IsRefused()
    {
        var scene = new Scene(categories: 300_000).Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.9);

        var exception = Assert.Throws<BadInputException>(() => scene.Evaluate());

        Assert.StartsWith("300000 categories; expected at most 20000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ImagesWithoutDetections_AreCounted()
    {
        var result = new Scene(images: 3).Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.9).Evaluate();

        Assert.Contains("2 of 3 evaluated images have no detections", result.Warnings);
    }

    [Fact]
    public void Evaluate_UnknownImageInTheSubset_IsRefused()
    {
        var scene = new Scene().Object(0, 0, 10, 10);

        var exception = Assert.Throws<BadInputException>(() => scene.Evaluate(new EvaluationOptions(ImageIds: [1, 9])));

        Assert.Contains("image 9", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_DetectionsOutsideTheSubset_AreLeftOut()
    {
        var result = new Scene(images: 2)
            .Object(0, 0, 10, 10)
            .Detection(0, 0, 10, 10, 0.5)
            .Detection(0, 0, 10, 10, 0.9, image: 2)
            .Evaluate(new EvaluationOptions(ImageIds: [1]));

        Assert.Equal(1, result.Stats[8]);
    }

    [Fact]
    public void Add_NotANumber_IsRefused()
        => Assert.Throws<BadInputException>(() => new Scene().Detection(0, 0, 10, 10, double.NaN));

    [Fact]
    public void Evaluate_NoCategories_HasNothingToMeasure()
    {
        var scene = new Scene(categories: 0);
        for (var i = 0; i < 20_000; i++)
        {
            scene.Detection(0, 0, 10, 10, 0.5);
        }

        Assert.All(scene.Evaluate().Stats, value => Assert.Equal(-1, value));
    }
}
