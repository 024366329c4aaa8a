using System.Text.RegularExpressions;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>The PTX text of one kernel, with the name and parameters of its entry.</summary>
internal sealed partial class PtxModule
{
    private PtxModule(string text, string entry, IReadOnlyList<int> parameterBytes)
        => (Text, Entry, ParameterBytes) = (text, entry, parameterBytes);

    public string Text { get; }

    public string Entry { get; }

    /// <summary>The sizes of the entry's parameters in order.</summary>
    public IReadOnlyList<int> ParameterBytes { get; }

    /// <returns>Null if the text has no entry.</returns>
    public static PtxModule? Parse(string text)
    {
        var entry = EntryPattern().Match(text);
        if (!entry.Success)
        {
            return null;
        }

        var parameters = ParameterPattern().Matches(entry.Groups["parameters"].Value);
        return new(text, entry.Groups["name"].Value, [.. parameters.Select(Bytes)]);
    }

    /// <summary>Returns the module with another name for its entry.</summary>
    public PtxModule Rename(string entry)
        => new(Text.Replace($".entry {Entry}(", $".entry {entry}(", StringComparison.Ordinal), entry, ParameterBytes);

    private static int Bytes(Match parameter) => parameter.Groups["length"].Success
        ? int.Parse(parameter.Groups["length"].Value)
        : int.Parse(parameter.Groups["bits"].Value) / 8;

    [GeneratedRegex(@"\.visible \.entry (?<name>\w+)\((?<parameters>[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"\.param (\.align \d+ )?\.[busf](?<bits>\d+) \w+(\[(?<length>\d+)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterPattern();
}
