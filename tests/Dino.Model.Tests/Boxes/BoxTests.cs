using CsCheck;
using Dino.Model.Boxes;
using TorchSharp;

namespace Dino.Model.Tests.Boxes;

public sealed class BoxTests
{
    private static readonly Gen<double[]> Box = from x in Gen.Double[0, 1]
                                                from y in Gen.Double[0, 1]
                                                from w in Gen.Double[0, 1]
                                                from h in Gen.Double[0, 1]
                                                select new[] { x, y, w, h };

    [Fact]
    public void Conversion_ThereAndBack_GivesTheBox() => Box.Sample(box =>
    {
        using var scope = torch.NewDisposeScope();
        var back = BoxConversion.XyXyToCxCyWh(BoxConversion.CxCyWhToXyXy(torch.tensor(box)));

        // 1e-15: one rounding each of (c - s/2), (c + s/2) and their sum or difference, all below 2.
        Assert.True(back.allclose(torch.tensor(box), rtol: 0, atol: 1e-15));
    });

    [Fact]
    public void Overlap_AgainstPlainArithmetic_Agrees() => Gen.Select(Box, Box).Sample((a, b) =>
    {
        using var scope = torch.NewDisposeScope();
        var (first, second) = (BoxConversion.CxCyWhToXyXy(torch.tensor(a)), BoxConversion.CxCyWhToXyXy(torch.tensor(b)));
        var (iou, giou) = PlainOverlap(first.data<double>().ToArray(), second.data<double>().ToArray());

        // 1e-9 absorbs roundings of a few products and sums below 4 (1e-15), divided by at least 1e-6 (the guard of the smallest unions).
        Assert.Equal(iou, BoxOverlap.Iou(first, second).ToDouble(), 1e-9);
        Assert.Equal(giou, BoxOverlap.GeneralizedIou(first, second).ToDouble(), 1e-9);
    });

    [Fact]
    public void Overlap_LeadingDimensionsBroadcast_GivesAllPairs()
    {
        using var scope = torch.NewDisposeScope();
        var a = torch.tensor(new double[] { 0, 0, 2, 2, 1, 1, 3, 3 }).view(2, 1, 4);
        var b = torch.tensor(new double[] { 0, 0, 2, 2, 5, 5, 6, 6, 0, 0, 1, 1 }).view(1, 3, 4);

        var iou = BoxOverlap.Iou(a, b);

        // 1e-6 is the guard in the denominators.
        Assert.True(iou.allclose(torch.tensor(new[] { 1, 0, 0.25, 1.0 / 7, 0, 0 }).view(2, 3), rtol: 0, atol: 1e-6));
    }

    [Theory]
    [InlineData(0, -6.907755278982137)]
    [InlineData(1, 6.907755278982137)]
    [InlineData(-3, -6.907755278982137)]
    [InlineData(0.5, 0)]
    public void InverseSigmoid_AtTheEdges_IsFinite(double probability, double expected)
    {
        using var scope = torch.NewDisposeScope();
        var logit = InverseSigmoid.Apply(torch.tensor(probability, torch.float64)).ToDouble();

        // log(1000) from dino-spec; 1e-12 absorbs the last digits of log.
        Assert.Equal(expected, logit, 1e-12);
    }

    private static (double Iou, double GeneralizedIou) PlainOverlap(double[] a, double[] b)
    {
        static double Area(double x1, double y1, double x2, double y2) => Math.Max(0, x2 - x1) * Math.Max(0, y2 - y1);
        var intersection = Area(Math.Max(a[0], b[0]), Math.Max(a[1], b[1]), Math.Min(a[2], b[2]), Math.Min(a[3], b[3]));
        var union = Area(a[0], a[1], a[2], a[3]) + Area(b[0], b[1], b[2], b[3]) - intersection;
        var hull = Area(Math.Min(a[0], b[0]), Math.Min(a[1], b[1]), Math.Max(a[2], b[2]), Math.Max(a[3], b[3]));
        var iou = intersection / (union + 1e-6);
        return (iou, iou - ((hull - union) / (hull + 1e-6)));
    }
}
