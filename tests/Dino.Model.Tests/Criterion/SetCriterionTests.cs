using Dino.Model.Configuration;
using Dino.Model.Criterion;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using TorchSharp;

namespace Dino.Model.Tests.Criterion;

public sealed class SetCriterionTests
{
    private static readonly string[] Columns = ["loss_ce", "loss_bbox", "loss_giou", "loss_xy", "loss_hw", "cardinality_error"];

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 3)]
    [InlineData(1, 0)]
    [InlineData(6, 2)] // more targets than queries
    public void Compute_AgainstPlainLoops_AgreesInEveryTerm(int first, int second)
    {
        using var scope = torch.NewDisposeScope();
        const int Groups = 3;
        var random = new RandomOutputs(batch: 2, queries: 5, classes: 4, auxiliary: 2);
        var targets = random.Targets(first, second);
        using var output = random.Output(random.Denoising(Groups, Math.Max(first, second)));

        using var report = new SetCriterion(new DinoConfig()).Compute(output, targets);

        var terms = report.ReadTerms().ToDictionary();
        Assert.Equal((7 * 6) + 1, terms.Count);
        foreach (var (suffix, set) in MatchingSets(output))
        {
            AssertColumns(PlainCriterion.MatchingSet(set, targets), suffix, terms);
        }

        foreach (var (suffix, set) in DenoisingSets(output.Denoising!))
        {
            AssertColumns(PlainCriterion.DenoisingSet(set, targets, Groups), suffix, terms);
        }

        // 1e-12 absorbs the order of summing 21 products.
        Assert.Equal(report.Weights.Sum(weight => weight.Value * terms[weight.Key]), report.Total.ToDouble(), 1e-12 * report.Total.ToDouble());
    }

    [Fact]
    public void Compute_WithoutTargets_HasOnlyClassLoss()
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomOutputs(batch: 2, queries: 5, classes: 4, auxiliary: 1);
        using var output = random.Output();

        using var report = new SetCriterion(new DinoConfig()).Compute(output, random.Targets(0, 0));
        report.Total.backward();

        var terms = report.ReadTerms().ToDictionary();
        Assert.Equal(100, terms["class_error"]);
        Assert.True(terms["loss_ce"] > 0);
        Assert.All(terms.Where(term => term.Key.Contains("box", StringComparison.Ordinal) || term.Key.Contains("_dn", StringComparison.Ordinal)), term => Assert.Equal(0, term.Value));
        Assert.True(output.Final.Logits.grad!.abs().sum().ToDouble() > 0);
        Assert.Equal(0, output.Final.BoxesCxCyWh.grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Compute_ClassError_CountsMatchedQueriesOfTheLastLayer()
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomOutputs(batch: 1, queries: 2, classes: 3, auxiliary: 0);
        var box = torch.tensor(new[] { 0.3, 0.3, 0.2, 0.2, 0.7, 0.7, 0.2, 0.2 }).view(1, 2, 4);
        var right = new PredictionSet(torch.tensor(new double[] { 0, 5, 0, 5, 0, 0 }).view(1, 2, 3), box);
        DetectionTarget[] targets = [new(torch.tensor(new long[] { 1, 2 }), box[0].clone())];
        using var output = random.Output() with { Final = right };

        using var report = new SetCriterion(new DinoConfig()).Compute(output, targets);

        Assert.Equal(50, report.ReadTerms().ToDictionary()["class_error"]);
        Assert.Equal([0, 1], report.Matches[0].Value[0].Columns);
    }

    [Fact]
    public void Compute_FiveAuxiliaryLayers_HasTheReferenceNamesAndWeights()
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomOutputs(batch: 1, queries: 5, classes: 4, auxiliary: 5);
        using var output = random.Output();

        using var report = new SetCriterion(new DinoConfig { IntermLossCoef = 0.5 }).Compute(output, random.Targets(2));

        Assert.Equal(79, report.Terms.Count);
        Assert.Equal(39, report.Weights.Count);
        Assert.Equal((1, 5, 2), (report.Weights["loss_ce"], report.Weights["loss_bbox_dn_4"], report.Weights["loss_giou_dn"]));
        Assert.Equal((0.5, 2.5, 1), (report.Weights["loss_ce_interm"], report.Weights["loss_bbox_interm"], report.Weights["loss_giou_interm"]));
        Assert.All(report.Weights.Keys, name => Assert.Contains(name, report.Terms.Select(term => term.Key)));
    }

    [Fact]
    public void Compute_OfABatch_IsTheSumOfItsImages()
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomOutputs(batch: 2, queries: 5, classes: 4, auxiliary: 0);
        var targets = random.Targets(2, 2);
        using var output = random.Output();
        var criterion = new SetCriterion(new DinoConfig());

        using var both = criterion.Compute(output, targets);
        using var first = criterion.Compute(Image(output, 0), [targets[0]]);
        using var second = criterion.Compute(Image(output, 1), [targets[1]]);

        // Each image alone is divided by 2 targets, the batch by 4. 1e-12 absorbs the order of summation.
        Assert.Equal((first.Total.ToDouble() + second.Total.ToDouble()) / 2, both.Total.ToDouble(), 1e-12);
    }

    [Fact]
    public void Compute_AndBackward_LeaveNoTensor()
    {
        var random = new RandomOutputs(batch: 2, queries: 5, classes: 4, auxiliary: 2);
        using var scope = torch.NewDisposeScope();
        var targets = random.Targets(2, 3);
        using var output = random.Output(random.Denoising(groups: 2, slotsPerHalf: 3));
        var criterion = new SetCriterion(new DinoConfig());
        ComputeOnce(); // gradients appear on the first pass and stay

        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        ComputeOnce();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void ComputeOnce()
        {
            using var report = criterion.Compute(output, targets);
            report.Total.backward();
        }
    }

    private static void AssertColumns(double[] expected, string suffix, Dictionary<string, double> actual)
    {
        foreach (var (name, value) in Columns.Zip(expected))
        {
            // 1e-12 absorbs the order of summing at most 100 numbers below 10.
            Assert.True(Math.Abs(value - actual[name + suffix]) <= 1e-12, $"{name}{suffix}: expected {value}, got {actual[name + suffix]}");
        }
    }

    private static IEnumerable<(string Suffix, PredictionSet Set)> MatchingSets(DinoOutput output)
        => [("", output.Final), .. output.Auxiliary.Select((set, layer) => ($"_{layer}", set)), ("_interm", output.Intermediate)];

    private static IEnumerable<(string Suffix, PredictionSet Set)> DenoisingSets(DenoisingOutput output)
        => [("_dn", output.Final), .. output.Auxiliary.Select((set, layer) => ($"_dn_{layer}", set))];

    private static DinoOutput Image(DinoOutput output, int image)
    {
        return new DinoOutput(Slice(output.Final), [], Slice(output.Intermediate), Slice(output.IntermediateForMatchingPre), null);

        PredictionSet Slice(PredictionSet set) => new(set.Logits.narrow(0, image, 1), set.BoxesCxCyWh.narrow(0, image, 1));
    }
}
