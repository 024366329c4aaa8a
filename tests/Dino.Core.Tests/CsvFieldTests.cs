namespace Dino.Core.Tests;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData("person", "person")]
    [InlineData("", "")]
    [InlineData("a=b", "a=b")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("=1,2", "\"'=1,2\"")]
    [InlineData("+x", "'+x")]
    [InlineData("-x", "'-x")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("-1.5e-3", "-1.5e-3")]
    [InlineData("+7", "+7")]
    [InlineData("-1+1", "'-1+1")]
    public void Of_Text_IsACellThatNothingRuns(string text, string expected) => Assert.Equal(expected, CsvField.Of(text));
}
