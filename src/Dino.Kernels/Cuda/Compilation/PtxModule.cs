using System.Text.RegularExpressions;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>PTX text of one kernel, and what it says of its entry.</summary>
internal sealed partial class PtxModule
{
    private PtxModule(string text, string entry, IReadOnlyList<int> parameterBytes)
        => (Text, Entry, ParameterBytes) = (text, entry, parameterBytes);

    public string Text { get; }

    public string Entry { get; }

    /// <summary>Sizes of the entry's parameters in order.</summary>
    public IReadOnlyList<int> ParameterBytes { get; }

    /// <summary>Null when the text has no entry.</summary>
    public static PtxModule? Parse(string text)
    {
        var entry = EntryPattern().Match(text);
        return entry.Success
            ? new(text, entry.Groups["name"].Value, [.. ParameterPattern().Matches(entry.Groups["parameters"].Value).Select(Bytes)])
            : null;
    }

    /// <summary>The same module with another name of its entry.</summary>
    public PtxModule Rename(string entry) => new(Text.Replace($".entry {Entry}(", $".entry {entry}(", StringComparison.Ordinal), entry, ParameterBytes);

    private static int Bytes(Match parameter) => parameter.Groups["length"].Success
        ? int.Parse(parameter.Groups["length"].Value)
        : int.Parse(parameter.Groups["bits"].Value) / 8;

    [GeneratedRegex(@"\.visible \.entry (?<name>\w+)\((?<parameters>[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"\.param (\.align \d+ )?\.[busf](?<bits>\d+) \w+(\[(?<length>\d+)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterPattern();
}
