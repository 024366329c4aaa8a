namespace Dino.Kernels.Tests;

public sealed class MsDeformAttnShapeTests
{
    [Fact]
    public void Lengths_OfTwoLevels_CountAllElements()
    {
        var shape = new MsDeformAttnShape(2, 3, 4, 5, 6, [(7, 8), (1, 2)]);
        Assert.Equal((58, 12), (shape.Tokens, shape.SamplesPerHead));
        Assert.Equal((2L * 58 * 4 * 5, 2L * 3 * 4 * 5), (shape.ValueLength, shape.OutputLength));
        Assert.Equal((2L * 3 * 4 * 12 * 2, 2L * 3 * 4 * 12), (shape.LocationsLength, shape.WeightsLength));
    }

    [Theory]
    [InlineData(-1, 1, 1, 1, 1, "batch is -1; expected at least 0")]
    [InlineData(1, -2, 1, 1, 1, "queries is -2; expected at least 0")]
    [InlineData(1, 1, 0, 1, 1, "heads is 0; expected at least 1")]
    [InlineData(1, 1, 1, 0, 1, "headDim is 0; expected at least 1")]
    [InlineData(1, 1, 1, 1, 0, "points is 0; expected at least 1")]
    [InlineData(
        1, int.MaxValue, 2, 1, 1, "output elements of a batch item: 4294967294; the kernels support fewer than 2147483648")]
    public void Constructor_SizeOutOfRange_NamesIt(int batch, int queries, int heads, int headDim, int points, string message)
        => Assert.Equal(message, Refusal(() => new MsDeformAttnShape(batch, queries, heads, headDim, points, [(1, 1)])));

    [Fact]
    public void Constructor_NoLevelsOrEmptyLevelOrTooManyTokens_IsRefused()
    {
        Assert.Equal(
            "levels is 0; expected at least 1",
            Refusal(() => new MsDeformAttnShape(1, 1, 1, 1, 1, [])));
        Assert.Equal(
            "the width of a level is 0; expected at least 1",
            Refusal(() => new MsDeformAttnShape(1, 1, 1, 1, 1, [(3, 0)])));
        Assert.Equal(
            "tokens: 16777216; the kernels support fewer than 16777216",
            Refusal(() => new MsDeformAttnShape(1, 1, 1, 1, 1, [(4096, 4096)])));
    }

    private static string Refusal(Func<object> create) => Assert.Throws<ArgumentException>(create).Message;
}
