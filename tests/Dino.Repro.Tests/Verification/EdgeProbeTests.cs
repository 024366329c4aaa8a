using Dino.Ops;
using Dino.Verification.Comparison;

namespace Dino.Repro.Tests.Verification;

public sealed class EdgeProbeTests
{
    private readonly EdgeProbe _probe = new(new ReferenceMsDeformAttnOp());

    [Fact]
    public void Near_PointsAtEdgesOfTheMap_AreThoseWithinReachWhereTheGradientJumps()
    {
        using var step = new EdgeCase()
            .At(0, 1, 2, 0, 1, 1, 2 + 6e-10)
            .At(1, 4, 0, 1, 0, 0, -1 - 5e-8)
            .At(1, 3, 1, 1, 1, 1, 3 + 5e-8)
            // Too far from the edge; an edge outside the map; an edge inside, of a point beside the map.
            .At(0, 0, 0, 0, 0, 0, 1 + 2e-7)
            .At(0, 0, 1, 0, 0, 0, 10 + 1e-9)
            .At(0, 0, 2, 0, 0, 0, 1).At(0, 0, 2, 0, 0, 1, 7.5);

        step.Norms(_probe);

        Assert.Equal(
            [
                "encoder layer 1, image 0, query 1, head 2, level 0, point 1, y",
                "encoder layer 1, image 1, query 3, head 1, level 1, point 1, y",
                "encoder layer 1, image 1, query 4, head 0, level 1, point 0, x",
            ],
            _probe.Near.Select(point => point.ToString()));
        double[] distances = [6e-10, 5e-8, -5e-8];
        Assert.All(_probe.Near.Zip(distances), pair => Assert.Equal(pair.Second, pair.First.Distance, 1e-14));
    }

    [Theory]
    [InlineData(6e-10)]
    [InlineData(-6e-10)]
    [InlineData(1e-13)]
    public void Apply_MovedPoint_IsSampledFromTheOtherSide(double distance)
    {
        using var step = new EdgeCase().At(1, 2, 0, 0, 1, 0, 1 + distance);
        var beyond = Math.CopySign(Math.Max(Math.Abs(distance), 1e-12), -distance);
        using var mirrored = new EdgeCase().At(1, 2, 0, 0, 1, 0, 1 + beyond);
        var asItIs = step.Norms(_probe);

        _probe.Begin([.. _probe.Near]);
        var moved = step.Norms(_probe);

        var expected = mirrored.Norms(new ReferenceMsDeformAttnOp());
        Assert.All(moved.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-11 * pair.Second));
        // By location, the gradient jumps.
        Assert.True(Math.Abs(moved[1] - asItIs[1]) > 1e-5 * asItIs[1]);
    }

    [Fact]
    public void Apply_PointOfAnotherLayer_ChangesNothing()
    {
        using var step = new EdgeCase().At(1, 2, 0, 0, 1, 0, 1 + 6e-10);
        var asItIs = step.Norms(_probe);

        _probe.Begin([.. _probe.Near.Select(point => point with { Site = new("decoder", 1) })]);

        Assert.Equal(asItIs, step.Norms(_probe));
    }
}
