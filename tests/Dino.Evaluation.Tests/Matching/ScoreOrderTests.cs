using CsCheck;

namespace Dino.Evaluation.Tests.Matching;

public sealed class ScoreOrderTests
{
    private static readonly double[] Special = [0.0, -0.0, 0.5, 1, -1, double.Epsilon, double.MaxValue, double.MinValue];

    private static readonly Gen<double> Score = Gen.OneOf(
        Gen.Double,
        Gen.Single.Select(value => (double)value),
        Gen.Int[0, Special.Length - 1].Select(i => Special[i]))
        .Where(double.IsFinite);

    [Fact]
    public void Descending_AnyScores_IsTheStableOrder() => Score.Array[0, 300].Sample(scores =>
    {
        int[] expected = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];

        return expected.SequenceEqual(new ScoreOrder().Descending(scores).ToArray());
    });

    [Fact]
    public void Descending_UsedAgain_ForgetsTheLastScores()
    {
        var order = new ScoreOrder();
        order.Descending([.. Enumerable.Range(0, 500).Select(i => (double)i)]);

        Assert.Equal([1, 2, 0], order.Descending([1, 3, 2]).ToArray());
    }
}
