using Dino.Core;
using Dino.Model.Boxes;
using Dino.Model.Configuration;
using Dino.Model.Denoising;
using Dino.Model.Inputs;
using Dino.Model.Tests.Criterion;
using TorchSharp;

namespace Dino.Model.Tests.Denoising;

public sealed class ContrastiveDenoisingTests
{
    private static readonly DinoConfig Config = new() { NumQueries = 6, NumClasses = 4, DnLabelbookSize = 4 };

    [Theory]
    [InlineData(100, 0, 1)]
    [InlineData(100, 1, 100)]
    [InlineData(100, 2, 50)]
    [InlineData(100, 5, 20)]
    [InlineData(100, 7, 14)]
    [InlineData(100, 13, 7)]
    [InlineData(100, 32, 3)]
    [InlineData(100, 100, 1)]
    [InlineData(100, 101, 1)]
    [InlineData(49, 7, 98)]
    [InlineData(0, 7, 1)]
    public void Groups_ForLargestTargetCount_AreTheReference(int dnNumber, int largestCount, int groups)
    {
        var layout = DenoisingGroups.For(dnNumber, largestCount);

        Assert.Equal(groups, layout.Groups);
        Assert.Equal(2 * largestCount * groups, layout.PadSize);
    }

    [Fact]
    public void Build_WithoutNoise_PutsCleanTargetsIntoTheirSlots()
    {
        using var scope = torch.NewDisposeScope();
        var targets = new RandomOutputs(batch: 2, queries: 6, classes: 4, auxiliary: 0).Targets(1, 3);
        var embedding = torch.arange(5, torch.float64).view(5, 1);

        var config = Config with { DnNumber = 1, DnLabelNoiseRatio = 0, DnBoxNoiseScale = 0 };
        using var queries = ContrastiveDenoising.Build(config, embedding, targets, new SeededDenoisingNoise(1));

        Assert.Equal((2, 12), (queries.Groups, queries.PadSize));
        for (var copy = 0; copy < 4; copy++)
        {
            for (var image = 0; image < 2; image++)
            {
                for (var slot = 0; slot < 3; slot++)
                {
                    var used = slot < targets[image].Count;
                    var label = used ? targets[image].Labels[slot].to(torch.float64) : torch.tensor(0.0);
                    var logits = used ? InverseSigmoid.Apply(targets[image].BoxesCxCyWh[slot]) : torch.zeros(4, torch.float64);
                    Assert.Equal(label.ToDouble(), queries.Content[image, (copy * 3) + slot, 0].ToDouble());
                    Assert.True(queries.BoxLogits[image, (copy * 3) + slot].equal(logits).all().ToBoolean());
                }
            }
        }
    }

    [Fact]
    public void Build_NegativeCopies_MoveFurtherThanPositiveOnes()
    {
        using var scope = torch.NewDisposeScope();
        DetectionTarget[] targets = [new(torch.zeros(1, torch.int64), torch.full([1, 4], 0.4, torch.float64))];

        using var queries = ContrastiveDenoising.Build(Config, torch.zeros(5, 2, torch.float64), targets, new SeededDenoisingNoise(1));

        // Corners of the box are at 0.2 and 0.6; noise is below half a side for positives, from half to a whole one for negatives.
        var corners = BoxConversion.CxCyWhToXyXy(queries.BoxLogits[0].sigmoid()).view(100, 2, 4);
        var moved = (corners - torch.tensor(new[] { 0.2, 0.2, 0.6, 0.6 })).abs();
        Assert.True(moved.select(1, 0).max().ToDouble() < 0.2 + 1e-12); // 1e-12: rounding of logit and sigmoid
        Assert.True(moved.select(1, 1).narrow(1, 2, 2).max().ToDouble() > 0.3);
        Assert.True(moved.select(1, 1).max().ToDouble() < 0.4 + 1e-12);
    }

    [Fact]
    public void Build_LabelNoise_ReplacesAboutAQuarterOfTheLabels()
    {
        using var scope = torch.NewDisposeScope();
        DetectionTarget[] targets = [new(torch.full([100], 4, torch.int64), torch.full([100, 4], 0.5))];

        var config = Config with { DnNumber = 1000 };
        using var queries = ContrastiveDenoising.Build(config, torch.arange(5, torch.float32).view(5, 1), targets, new SeededDenoisingNoise(1));

        // 2,000 labels that are 4 unless replaced (by 0 to 3): the share has a standard deviation of 0.01; 0.05 is five of them.
        var replaced = queries.Content.ne(4).to(torch.float64).mean().ToDouble();
        Assert.InRange(replaced, 0.20, 0.30);
        Assert.Equal([0, 1, 2, 3, 4], queries.Content.unique(sorted: true).output.data<float>().ToArray());
    }

    [Fact]
    public void Build_Mask_SeparatesGroupsAndHidesThemFromMatchingQueries()
    {
        using var scope = torch.NewDisposeScope();
        var targets = new RandomOutputs(batch: 1, queries: 6, classes: 4, auxiliary: 0).Targets(2);

        var config = Config with { DnNumber = 1 };
        using var queries = ContrastiveDenoising.Build(config, torch.zeros(5, 2), targets, new SeededDenoisingNoise(1));

        Assert.Equal([14, 14], queries.AttentionMask.shape);
        for (var row = 0; row < 14; row++)
        {
            for (var column = 0; column < 14; column++)
            {
                var (rowGroup, columnGroup) = (row < 8 ? row / 4 : -1, column < 8 ? column / 4 : -1);
                var blocked = columnGroup >= 0 && rowGroup != columnGroup;
                Assert.Equal(blocked, queries.AttentionMask[row, column].ToBoolean());
            }
        }
    }

    [Fact]
    public void Build_NoTargetAnywhere_HasNoQueries()
    {
        using var scope = torch.NewDisposeScope();
        var targets = new RandomOutputs(batch: 2, queries: 6, classes: 4, auxiliary: 0).Targets(0, 0);

        using var queries = ContrastiveDenoising.Build(Config, torch.zeros(5, 2), targets, new SeededDenoisingNoise(1));

        Assert.Equal((1, 0), (queries.Groups, queries.PadSize));
        Assert.Equal([2, 0, 2], queries.Content.shape);
        Assert.Equal([2, 0, 4], queries.BoxLogits.shape);
        Assert.Equal([6, 6], queries.AttentionMask.shape);
        Assert.False(queries.AttentionMask.any().ToBoolean());
    }

    [Fact]
    public void Build_SameSeed_GivesTheSameQueriesWhateverTorchDrewBefore()
    {
        using var scope = torch.NewDisposeScope();
        var targets = new RandomOutputs(batch: 1, queries: 6, classes: 4, auxiliary: 0).Targets(3);
        var embedding = torch.rand(5, 2);

        using var first = ContrastiveDenoising.Build(Config, embedding, targets, new SeededDenoisingNoise(42));
        torch.rand(17);
        using var second = ContrastiveDenoising.Build(Config, embedding, targets, new SeededDenoisingNoise(42));
        using var other = ContrastiveDenoising.Build(Config, embedding, targets, new SeededDenoisingNoise(43));

        Assert.True(first.BoxLogits.allclose(second.BoxLogits, 0, 0));
        Assert.True(first.Content.allclose(second.Content, 0, 0));
        Assert.False(first.BoxLogits.allclose(other.BoxLogits, 0, 0));
    }

    [Fact]
    public void Build_LabelWithoutEmbedding_GivesBothNumbers()
    {
        using var scope = torch.NewDisposeScope();
        DetectionTarget[] targets = [new(torch.full([1], 5, torch.int64), torch.full([1, 4], 0.5))];

        var error = Assert.Throws<BadInputException>(
            () => ContrastiveDenoising.Build(Config, torch.zeros(5, 2), targets, new SeededDenoisingNoise(1)));

        Assert.Equal("target labels reach from 5 to 5; expected 0 to 4 (dn_labelbook_size is 4)", error.Message);
    }

    [Fact]
    public void Build_AndDispose_LeaveNoTensor()
    {
        using var scope = torch.NewDisposeScope();
        var targets = new RandomOutputs(batch: 2, queries: 6, classes: 4, auxiliary: 0).Targets(2, 3);
        var embedding = torch.zeros(5, 2);
        using var noise = new SeededDenoisingNoise(1);

        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        ContrastiveDenoising.Build(Config, embedding, targets, noise).Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
