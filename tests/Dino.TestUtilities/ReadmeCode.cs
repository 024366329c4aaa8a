using System.Text.RegularExpressions;

namespace Dino.TestUtilities;

/// <summary>Code blocks of a package's README.md and the compiled samples that they must equal.</summary>
public static partial class ReadmeCode
{
    /// <summary>Checks that src/PROJECT/README.md shows exactly the regions of tests/PROJECT.Tests/Readme/ReadmeSamples.cs, which lie
    /// between "// begin NAME" and "// end NAME", in their order.</summary>
    /// <exception cref="InvalidOperationException">It does not, or shows no code at all.</exception>
    public static void RequireCompiled(string project)
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", project, "README.md"));
        var samples = File.ReadAllText(
            Path.Combine(RepositoryRoot.Path, "tests", project + ".Tests", "Readme", "ReadmeSamples.cs"));
        var shown = CodeBlock().Matches(readme).Select(block => block.Groups["code"].Value).ToList();
        var compiled = Region().Matches(samples).Select(region => Indent().Replace(region.Groups["code"].Value, "")).ToList();
        if (shown.Count == 0 || !shown.SequenceEqual(compiled))
        {
            var place = Enumerable.Range(0, Math.Max(shown.Count, compiled.Count))
                .First(i => shown.Count == 0 || shown.ElementAtOrDefault(i) != compiled.ElementAtOrDefault(i));
            throw new InvalidOperationException(
                $"README.md of {project}, code block {place + 1}:\n{shown.ElementAtOrDefault(place)}\nexpected the compiled sample:\n"
                + compiled.ElementAtOrDefault(place));
        }
    }

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(
        @"^ +// begin \w+\n(?<code>.*?)^ +// end \w+$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Region();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
