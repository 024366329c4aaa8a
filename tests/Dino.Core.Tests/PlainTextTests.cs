namespace Dino.Core.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Straße 4 – 犬 🐕 \\n", "Straße 4 – 犬 🐕 \\n")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("\u001b]0;title\u0007", "\\u001b]0;title\\u0007")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("a\u007fb\0", "a\\u007fb\\u0000")]
    [InlineData("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c")]
    [InlineData("gpj.\u202eexe\u2066\u2069\u200f", "gpj.\\u202eexe\\u2066\\u2069\\u200f")]
    [InlineData("a\u2028b\u0085c", "a\\u2028b\\u0085c")]
    public void Of_Text_ShowsWhatATerminalWouldObey(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void Of_EveryControlCharacter_LeavesNone()
    {
        var text = string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsControl));
        Assert.DoesNotContain(PlainText.Of(text), char.IsControl);
    }

    [Fact]
    public void Lines_Text_KeepsItsLines() => Assert.Equal("a\nb\\u001bc\n\\u000dd", PlainText.Lines("a\r\nb\u001bc\n\rd"));
}
