using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using Dino.Verification.Comparison;
using Dino.Verification.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

public sealed class RoundingComparisonTests : IDisposable
{
    private const double Limit = 1e-4;

    private static readonly double[] Box = [0.4, 0.5, 0.2, 0.3];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly VerificationRows _rows = new();

    [Fact]
    public void CountLimits_LogitsWithinTwiceTheLimit_CountAsOpen()
    {
        // Best class clear; last class best by less than 2 limits; last class second by less than 2 limits; two others tied.
        double[] logits = [0.3, 0.1, 0.2, 0.1, 0.5, 0.50015, 0.1, 0.2, 0.19985, 0.7, 0.7, 0.1];
        var exact = Step(Set(tensor(logits).view(1, 4, 3)), [new([0, 1], [0, 1])], labels: [0, 2]);

        var limits = new RoundingComparison(_rows, Limit, "step0 ", exact).CountLimits();

        Assert.Equal(2, limits["cardinality_error"]);
        Assert.Equal(2, limits["cardinality_error_interm"]);
        // Of two matched queries the first is clear, the second is open.
        Assert.Equal(50, limits["class_error"]);
    }

    [Fact]
    public void CountLimits_OneClass_LeavesNothingOpen()
    {
        var exact = Step(Set(zeros(1, 4, 1, float64)), [new([0], [0])], labels: [0]);

        var limits = new RoundingComparison(_rows, Limit, "step0 ", exact).CountLimits();

        Assert.All(limits, limit => Assert.Equal(0, limit.Value));
    }

    [Fact]
    public void Matches_TiedQueriesChangePlaces_Passes()
    {
        var logits = zeros(1, 3, 2, float64);
        var theirs = Set(logits);
        var mine = Set(logits.clone());
        mine.BoxesCxCyWh[0, 0, 0] -= 1e-7;
        theirs.BoxesCxCyWh[0, 1, 0] -= 1e-7;
        var exact = Step(theirs, [new([0], [0])], labels: [1]);

        new RoundingComparison(_rows, Limit, "step0 ", exact).Matches(Output(mine), exact.Targets, new DinoConfig());

        var row = _rows.All.First(row => row.Name == "step0 match0.img0 excess cost");
        Assert.True(row.Passed);
        Assert.InRange(row.WorstError, 1e-9, row.Limit);
    }

    [Fact]
    public void Predictions_OneBoxOff_FailsThatRowOfEverySet()
    {
        var (mine, theirs) = (Set(zeros(1, 3, 2, float64)), Set(zeros(1, 3, 2, float64)));
        mine.BoxesCxCyWh[0, 2, 1] += 2 * Limit;

        new RoundingComparison(_rows, Limit, "step0 ", Step(theirs, [new([2], [0])], labels: [1])).Predictions(Output(mine));

        Assert.Equal(["step0 pred_boxes of float64", "step0 interm.pred_boxes of float64"], _rows.All.Where(row => !row.Passed).Select(row => row.Name));
        Assert.Equal(4, _rows.All.Count);
    }

    public void Dispose() => _scope.Dispose();

    private static PredictionSet Set(Tensor logits)
        => new(logits, tensor(Box).expand(logits.shape[0], logits.shape[1], 4).clone());

    private static DinoOutput Output(PredictionSet set) => new(set, [], set, set, Denoising: null);

    private static ExactStep Step(PredictionSet set, Assignment[] matches, long[] labels) => new(
        zeros(1, 1, int64),
        Output(set),
        [matches, matches],
        [new DetectionTarget(tensor(labels), tensor(Box).add(0.1).expand(labels.Length, 4).clone())]);
}
