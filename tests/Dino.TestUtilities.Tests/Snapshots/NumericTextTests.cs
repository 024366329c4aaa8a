using System.Globalization;
using Dino.TestUtilities.Snapshots;

namespace Dino.TestUtilities.Tests.Snapshots;

public sealed class NumericTextTests
{
    private const string Table = """
        | AP50 | all  | 0.500 |
        | APs  | none | -1.000 |
        """;

    [Theory]
    [InlineData("| AP50 | all  | 0.5009 |", true)]
    [InlineData("| AP50 | all  | 0.5008 |", true)]
    [InlineData("| AP50 | all |  0.500 |", true)]
    [InlineData("| AP50 | all  | 0.502 |", false)]
    [InlineData("| AP50 | all  | 0,500 |", false)]
    [InlineData("| AP50 | all  | NaN |", false)]
    [InlineData("| AP75 | all  | 0.500 |", false)]
    [InlineData("| AP50 | all  |", false)]
    public void Compare_FirstLine_AcceptsCloseNumbersOnly(string line, bool same)
        => Assert.Equal(same, NumericText.Compare(Table, $"{line}\n| APs  | none | -1.000 |", new NumericTolerance(0.001)).Count == 0);

    [Theory]
    [InlineData("1000", "1001", true)]
    [InlineData("1000", "1002", false)]
    [InlineData("1e-3", "0.001", true)]
    [InlineData("-0.0", "0.0", true)]
    [InlineData("1-2", "1--2", false)]
    [InlineData("1.2.3", "1.2.4", false)]
    public void Compare_RelativeTolerance_ScalesWithTheVerifiedNumber(string verified, string received, bool same)
        => Assert.Equal(same, NumericText.Compare(verified, received, new NumericTolerance(0, 0.001)).Count == 0);

    [Fact]
    public void Compare_Exact_AcceptsNoOtherCharacter()
        => Assert.Equal("other text", Assert.Single(NumericText.Compare("a 0.50", "a 0.500", NumericTolerance.Exact)).Reason);

    [Fact]
    public void Compare_MissingAndAddedLines_AreNamed()
    {
        Assert.Equal(new TextDifference(2, "b", null, "a line is missing"), Assert.Single(NumericText.Compare("a\nb", "a", NumericTolerance.Exact)));
        Assert.Equal(new TextDifference(2, null, "b", "one line too many"), Assert.Single(NumericText.Compare("a", "a\nb", NumericTolerance.Exact)));
    }

    [Theory]
    [InlineData(",")]
    [InlineData(".")]
    public void Compare_InAnyCulture_ReadsDecimalPoints(string separator)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // The tests run without culture data: a culture of our own.
            var current = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            current.NumberFormat.NumberDecimalSeparator = separator;
            CultureInfo.CurrentCulture = current;

            Assert.Equal(
                "1.75 instead of 1.5, off by 0.25, allowed 0.1",
                Assert.Single(NumericText.Compare("x 1.5", "x 1.75", new NumericTolerance(0.1))).Reason);
            Assert.Equal("shape 1 x 2\n0.5 1.5\n", ArrayText.Format([0.5f, 1.5f], [1, 2], "0.0"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
