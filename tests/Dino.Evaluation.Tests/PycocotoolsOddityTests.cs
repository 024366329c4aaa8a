namespace Dino.Evaluation.Tests;

/// <summary>What pycocotools does that one would not guess, each in the smallest scene that shows it. The numbers follow from the rule alone.</summary>
public sealed class PycocotoolsOddityTests
{
    // numpy.spacing(1) in the denominator of the precision makes a perfect detection 0.9999999999999998; means of ten add as little.
    private const double Spacing = 1e-15;

    [Fact]
    public void The_precision_of_a_perfect_detection_is_an_ulp_below_1()
        => Assert.Equal(1 - Math.Pow(2, -52), new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.9).Evaluate().Tables.Precision[0]);

    [Fact]
    public void The_threshold_called_09_is_an_ulp_below()
        => Assert.Equal(0.8999999999999999, CocoParameters.IouThresholds[8]);

    [Fact]
    public void An_area_on_the_edge_is_small_and_medium()
    {
        var result = new Scene().Object(0, 0, 32, 32).Detection(0, 0, 32, 32, 0.9).Evaluate();

        Assert.Equal([1, 1, -1], result.Stats.Skip(9));
    }

    [Fact]
    public void The_area_field_decides_the_size_and_not_the_box()
    {
        var result = new Scene().Object(0, 0, 200, 200, area: 100).Detection(0, 0, 200, 200, 0.9).Evaluate();

        Assert.Equal([1, -1, -1], result.Stats.Skip(9));
    }

    [Fact]
    public void A_perfect_overlap_passes_every_threshold_and_one_on_it_passes()
    {
        // Half of the object: overlap exactly 0.5, which is a match at 0.5 and at no other of the ten thresholds.
        var result = new Scene().Object(0, 0, 10, 10).Detection(0, 0, 10, 5, 0.9).Evaluate();

        Assert.Equal(1, result.Stats[1], Spacing);
        Assert.Equal(0.1, result.Stats[0], Spacing);
    }

    [Fact]
    public void Of_equal_overlaps_the_later_object_is_taken()
    {
        var (groundTruth, detections) = new Scene().Object(0, 0, 10, 10).Object(0, 0, 10, 10).Detection(0, 0, 10, 10, 0.9).Build();

        Assert.Equal(1, Assert.Single(ImageMatching.Match(groundTruth, detections)[0].Hits).Annotation);
    }

    [Fact]
    public void A_detection_prefers_a_poor_object_to_a_perfect_crowd()
    {
        var result = new Scene()
            .Object(0, 0, 10, 10, crowd: true)
            .Object(0, 0, 10, 6)
            .Detection(0, 0, 10, 10, 0.9)
            .Evaluate();

        Assert.Equal(1, result.Stats[1], Spacing);
    }

    [Fact]
    public void A_crowd_takes_any_number_of_detections_and_they_do_not_count()
    {
        var result = new Scene()
            .Object(0, 0, 100, 100, crowd: true)
            .Object(200, 0, 10, 10)
            .Detection(0, 0, 10, 10, 0.9)
            .Detection(50, 50, 10, 10, 0.8)
            .Detection(200, 0, 10, 10, 0.7)
            .Evaluate();

        Assert.Equal(1, result.Stats[0], Spacing);
    }

    [Fact]
    public void A_match_to_annotation_0_counts_as_no_match_though_the_object_is_taken()
    {
        var result = new Scene().Object(0, 0, 10, 10, id: 0).Detection(0, 0, 10, 10, 0.9).Evaluate();

        Assert.Equal(0, result.Stats[0]);
        Assert.Contains(result.Warnings, warning => warning.Contains("1 annotations have id 0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_negative_annotation_id_is_a_match_like_any_other()
        => Assert.Equal(1, new Scene().Object(0, 0, 10, 10, id: -5).Detection(0, 0, 10, 10, 0.9).Evaluate().Stats[0], Spacing);

    [Fact]
    public void An_overlap_of_0_by_0_is_a_match()
    {
        // Areas underflow to 0, so intersection over union is 0/0.
        var result = new Scene().Object(0, 0, 1e-200, 1e-200).Detection(0, 0, 1e-200, 1e-200, 0.9).Evaluate();

        Assert.Equal(1, result.Stats[0], Spacing);
    }

    [Fact]
    public void Of_annotations_with_one_id_the_last_stands_for_all()
    {
        // Both entries become the second object: one of them is found, the other never can be.
        var result = new Scene()
            .Object(0, 0, 10, 10, id: 7)
            .Object(50, 50, 10, 10, id: 7)
            .Detection(0, 0, 10, 10, 0.9)
            .Detection(50, 50, 10, 10, 0.8)
            .Evaluate();

        Assert.Equal(0.5, result.Stats[8]);
        Assert.Contains(result.Warnings, warning => warning.Contains("1 annotations repeat an id", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_best_100_detections_of_an_image_and_category_count()
    {
        var scene = new Scene().Object(0, 0, 10, 10);
        for (var i = 0; i < 100; i++)
        {
            scene.Detection(500, 500, 10, 10, 0.9);
        }

        Assert.Equal(0, scene.Detection(0, 0, 10, 10, 0.8).Evaluate().Stats[8]);
    }

    [Fact]
    public void Equal_scores_keep_the_order_of_images_and_then_of_the_file()
    {
        // The wrong detection of image 1 comes before the right one of image 2, so precision is 1/2 at every recall.
        var result = new Scene(images: 2)
            .Object(0, 0, 10, 10, image: 2)
            .Detection(0, 0, 10, 10, 0.5, image: 2)
            .Detection(0, 0, 10, 10, 0.5, image: 1)
            .Evaluate();

        Assert.Equal(0.5, result.Stats[0], Spacing);
    }

    [Fact]
    public void Zero_and_minus_zero_are_equal_scores()
    {
        var result = new Scene()
            .Object(0, 0, 10, 10)
            .Detection(100, 0, 10, 10, -0.0)
            .Detection(0, 0, 10, 10, 0.0)
            .Evaluate();

        Assert.Equal(0.5, result.Stats[0], Spacing);
    }
}
