using Dino.Ops;
using Dino.Verification.Comparison;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

public sealed class EdgeCrossingTests
{
    private readonly VerificationRows _rows = new();

    private double[] _last = [];

    [Fact]
    public void Explain_OneOfThreePointsCrossed_NamesThatOne()
    {
        using var reference = Step(-6e-10, 2e-8, 7e-8);
        using var step = Step(6e-10, 2e-8, 7e-8);

        Explain(step, reference.Norms(new ReferenceMsDeformAttnOp()));

        var row = Assert.Single(_rows.All);
        Assert.Equal("step1 crossed a cell's edge: encoder layer 1, image 1, query 2, head 0, level 0, point 1, y", row.Name);
        Assert.True(row.Passed);
        Assert.Equal(6e-10, row.WorstError, 1e-14);
        Assert.Equal((EdgeProbe.Reach, "cells"), (row.Limit, row.Measure));
    }

    [Fact]
    public void Explain_TwoPointsCrossed_NamesBoth()
    {
        using var reference = Step(6e-10, -2e-8, -7e-8);
        using var step = Step(6e-10, 2e-8, 7e-8);

        Explain(step, reference.Norms(new ReferenceMsDeformAttnOp()));

        Assert.Equal([2e-8, 7e-8], _rows.All.Select(row => Math.Round(row.WorstError, 12)));
    }

    /// <summary>As large as the crossing of a fixture, in one norm or in all.</summary>
    [Theory]
    [InlineData(1 + 6e-5, 1)]
    [InlineData(1 + 6e-5, 1 + 6e-5)]
    public void Explain_NormsThatNoPointExplains_NamesNoneAndLeavesTheStepAsItWas(double locations, double others)
    {
        using var step = Step(6e-10, 2e-8, 7e-8);
        var asItIs = step.Norms(new ReferenceMsDeformAttnOp());

        Explain(step, [asItIs[0] * others, asItIs[1] * locations, asItIs[2] * others]);

        Assert.Empty(_rows.All);
        Assert.Equal(asItIs, _last);
    }

    [Fact]
    public void Explain_CrossingBesideADefect_NamesNone()
    {
        using var reference = Step(-6e-10, 2e-8, 7e-8);
        using var step = Step(6e-10, 2e-8, 7e-8);
        var expected = reference.Norms(new ReferenceMsDeformAttnOp());

        Explain(step, [expected[0], expected[1], expected[2] * (1 + 2e-6)]);

        Assert.Empty(_rows.All);
    }

    [Fact]
    public void Explain_GradientOfTheWrongCellNearAnEdge_NamesNone()
    {
        // Nearer than the wrong op reaches, but not near enough for rounding to carry it over.
        using var step = Step(6e-10, 2e-8, -4e-7);

        Explain(step, step.Norms(new ReferenceMsDeformAttnOp()), new WrongCellNearEdges());

        Assert.Empty(_rows.All);
    }

    /// <summary>Three points, so many cells from their edges.</summary>
    private static EdgeCase Step(double first, double second, double third)
        => new EdgeCase().At(1, 2, 0, 0, 1, 1, 2 + first).At(0, 4, 1, 1, 0, 0, 1 + second).At(1, 0, 2, 1, 1, 0, third);

    private void Explain(EdgeCase step, double[] expected, IMsDeformAttnOp? op = null)
    {
        var probe = new EdgeProbe(op ?? new ReferenceMsDeformAttnOp());
        Assert.False(Agrees());
        EdgeCrossing.Explain(probe, _rows, "step1 ", Agrees);

        bool Agrees()
        {
            _last = step.Norms(probe);
            return _last.Zip(expected, (mine, theirs) => Math.Abs(mine - theirs) / theirs)
                .All(error => error <= VerificationLimits.Float64.GradientNorms);
        }
    }

    /// <summary>Right values, but gradients of a place half a millionth of a cell or so farther.</summary>
    private sealed class WrongCellNearEdges : IMsDeformAttnOp
    {
        private readonly ReferenceMsDeformAttnOp _op = new();

        public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
        {
            var wrong = _op.Apply(value, levels, locations + 1e-7, weights);
            return wrong + (_op.Apply(value, levels, locations, weights) - wrong).detach();
        }
    }
}
