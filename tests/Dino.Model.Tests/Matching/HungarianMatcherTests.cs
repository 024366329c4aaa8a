using Dino.Core;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using Dino.Model.Tests.Criterion;
using TorchSharp;

namespace Dino.Model.Tests.Matching;

public sealed class HungarianMatcherTests
{
    private readonly HungarianMatcher _matcher = new(new DinoConfig());

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(6, 4)] // more targets than queries
    public void Match_AgainstTryingEverything_FindsTheSamePairs(int first, int second)
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomOutputs(batch: 2, queries: 5, classes: 4, auxiliary: 0);
        var targets = random.Targets(first, second);
        var predictions = random.Set(5);

        var assignments = _matcher.Match(predictions, targets);

        for (var image = 0; image < 2; image++)
        {
            Assert.Equal(
                PlainCriterion.BestPairs(predictions, targets[image], image),
                assignments[image].Rows.Zip(assignments[image].Columns));
        }
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Match_LogitIsNotFinite_NamesTensorAndElement(double value, string text)
    {
        using var scope = torch.NewDisposeScope();
        var predictions = new PredictionSet(torch.zeros(2, 3, 4), torch.full([2, 3, 4], 0.5));
        predictions.Logits[1, 2, 0] = value;

        var error = Assert.Throws<BadInputException>(() => _matcher.Match(predictions, Targets(1, 1)));

        Assert.Equal($"pred_logits of output set 'final': image 1, query 2, element 0 is {text}; expected a finite number", error.Message);
    }

    [Fact]
    public void Match_BoxIsNan_NamesTensorAndElement()
    {
        using var scope = torch.NewDisposeScope();
        var predictions = new PredictionSet(torch.zeros(2, 3, 4), torch.full([2, 3, 4], 0.5));
        predictions.BoxesCxCyWh[0, 1, 3] = double.NaN;

        var error = Assert.Throws<BadInputException>(() => _matcher.Match(predictions, Targets(0, 0)));

        Assert.Equal("pred_boxes of output set 'final': image 0, query 1, element 3 is NaN; expected a finite number", error.Message);
    }

    [Fact]
    public void Match_TargetBoxIsNan_NamesImageAndTarget()
    {
        using var scope = torch.NewDisposeScope();
        var targets = Targets(1, 2);
        targets[1].BoxesCxCyWh[1, 2] = double.NaN;

        var error = Assert.Throws<BadInputException>(() => _matcher.Match(new(torch.zeros(2, 3, 4), torch.full([2, 3, 4], 0.5)), targets));

        Assert.Equal("target boxes: image 1, target 1, coordinate 2 is NaN; expected a finite number", error.Message);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public void Match_LabelIsNoClass_NamesImageAndTarget(long label)
    {
        using var scope = torch.NewDisposeScope();
        var targets = Targets(0, 2);
        targets[1].Labels[0] = label;

        var error = Assert.Throws<BadInputException>(() => _matcher.Match(new(torch.zeros(2, 3, 4), torch.full([2, 3, 4], 0.5)), targets));

        Assert.Equal($"target labels: image 1, target 0 is {label}; expected 0 to 3 (num_classes is 4)", error.Message);
    }

    private static DetectionTarget[] Targets(params int[] counts)
        => [.. counts.Select(count => new DetectionTarget(torch.zeros(count, torch.int64), torch.full([count, 4], 0.5)))];
}
