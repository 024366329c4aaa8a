using System.Text.RegularExpressions;

namespace Dino.TestUtilities;

/// <summary>Code blocks of a package's README.md and the compiled samples that they must equal.</summary>
public static partial class ReadmeCode
{
    /// <returns>The C# code blocks of src/PROJECT/README.md, in their order.</returns>
    public static IReadOnlyList<string> Shown(string project)
        => [.. CodeBlock().Matches(Read("src", project, "README.md")).Select(block => block.Groups["code"].Value)];

    /// <returns>What lies between "// begin NAME" and "// end NAME" in tests/PROJECT.Tests/Readme/ReadmeSamples.cs.</returns>
    public static IReadOnlyList<string> Compiled(string project)
        => [.. Region().Matches(Read("tests", project + ".Tests", "Readme", "ReadmeSamples.cs"))
            .Select(region => Indent().Replace(region.Groups["code"].Value, ""))];

    private static string Read(params string[] parts) => File.ReadAllText(Path.Combine([RepositoryRoot.Path, .. parts]));

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
