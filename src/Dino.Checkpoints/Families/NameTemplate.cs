using System.Text.RegularExpressions;

namespace Dino.Checkpoints.Families;

/// <summary>A name with placeholders: <c>{p}</c> stands for any rest, every other one for a number. The same placeholders in another template make a new name.</summary>
internal sealed partial class NameTemplate
{
    private readonly string _text;
    private readonly Regex _pattern;

    public NameTemplate(string text)
    {
        _text = text;
        var pattern = Regex.Replace(Regex.Escape(text), @"\\\{(\w)}", match => match.Groups[1].Value == "p" ? "(?<p>.+)" : $"(?<{match.Groups[1].Value}>[0-9]+)");
        _pattern = new Regex($"^{pattern}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    }

    /// <summary>The name that <paramref name="other"/> gives to what this template calls <paramref name="name"/>; null when it does not fit.</summary>
    public string? Translate(string name, NameTemplate other)
    {
        var match = _pattern.Match(name);
        return match.Success ? Placeholder().Replace(other._text, found => match.Groups[found.Groups["key"].Value].Value) : null;
    }

    [GeneratedRegex(@"\{(?<key>\w)}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
