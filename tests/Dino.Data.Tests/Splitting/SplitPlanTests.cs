using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Splitting;
using Dino.Data.Tests.TestData;

namespace Dino.Data.Tests.Splitting;

public sealed class SplitPlanTests
{
    [Theory]
    [InlineData(201, 161, 40)]
    [InlineData(199, 159, 40)]
    [InlineData(25, 20, 5)]
    public void Make_Default_DividesLikeTheExperiment(int images, int train, int validation)
    {
        var plan = Make(images, new SplitOptions());

        Assert.Equal((train, validation, 0), (plan.Train.Count, plan.Validation.Count, plan.Unused.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Make_NumbersGiven_GivesExactlyThese(bool stratify)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var plan = Make(50, new SplitOptions { Seed = seed, Train = 20, Validation = 11, StratifyByBoxes = stratify });

            Assert.Equal((20, 11, 19), (plan.Train.Count, plan.Validation.Count, plan.Unused.Count));
            Assert.Equal(50, plan.Train.Concat(plan.Validation).Concat(plan.Unused).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Make_OtherOrderOfTheFile_GivesTheSameSplit(bool stratify)
    {
        var dataset = SmallDataset.Make(60);
        var reversed = dataset with { Images = [.. dataset.Images.Reverse()], Annotations = [.. dataset.Annotations.Reverse()] };
        var options = new SplitOptions { StratifyByBoxes = stratify };

        Assert.Equal(SplitPlan.Make(dataset, options, "a").Validation, SplitPlan.Make(reversed, options, "a").Validation);
    }

    [Fact]
    public void Make_OtherSeed_GivesAnotherSplit()
        => Assert.NotEqual(Make(60, new SplitOptions { Seed = 1 }).Validation, Make(60, new SplitOptions { Seed = 2 }).Validation);

    [Fact]
    public void Make_Stratified_SpreadsBoxCountsEvenly()
    {
        // Box counts 0..3 are equally frequent in 80 images, so each has 4 of 16 validation images, one more or less where strata meet.
        var dataset = SmallDataset.Make(80);
        var plan = SplitPlan.Make(dataset, new SplitOptions { Validation = 16, StratifyByBoxes = true }, "a");

        var boxes = dataset.AnnotationsByImage();
        Assert.All(plan.Validation.CountBy(image => boxes[image.Id].Count()), group => Assert.InRange(group.Value, 3, 5));
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(10, null)]
    [InlineData(null, 0)]
    public void Make_NumbersThatDoNotFit_SaysSo(int? train, int? validation)
        => Assert.Contains(
            "a.json: lists 10 images; cannot give",
            Assert.Throws<BadInputException>(() => SplitPlan.Make(SmallDataset.Make(10), new SplitOptions { Train = train, Validation = validation }, "a.json")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Make_NoAnnotationsAtAll_SaysSo()
        => Assert.Contains(
            "a.json: has no annotations at all",
            Assert.Throws<BadInputException>(() => SplitPlan.Make(SmallDataset.Make(10) with { Annotations = [] }, new SplitOptions(), "a.json")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Make_RepeatedImageId_SaysSo()
    {
        var dataset = SmallDataset.Make(5);
        var repeated = dataset with { Images = [.. dataset.Images, new CocoImage(3, "other.jpg", 1, 1)] };

        Assert.Contains("image id 3 occurs twice", Assert.Throws<BadInputException>(() => SplitPlan.Make(repeated, new SplitOptions(), "a")).Message, StringComparison.Ordinal);
    }

    private static SplitPlan Make(int images, SplitOptions options) => SplitPlan.Make(SmallDataset.Make(images), options, "a.json");
}
