using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Data.Checking;

/// <summary>Everything that was found, worst first, and what the dataset holds.</summary>
public sealed record DatasetCheckReport(IReadOnlyList<DatasetFinding> Findings, IReadOnlyList<PartStatistics> Parts)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    public int Count(FindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>Stops a pipeline before it works on broken data.</summary>
    /// <exception cref="BadInputException">There are errors; the message is the first one and how many more there are.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            var others = Count(FindingSeverity.Error) - 1;
            throw new BadInputException($"{Findings[0]}{(others == 0 ? "" : $" (and {others} more errors: see dataset check)")}");
        }
    }

    /// <summary>The same with the names of files below <paramref name="folder"/> relative to it, for a report that moves with them.</summary>
    public DatasetCheckReport RelativeTo(string folder)
    {
        var prefix = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        return new DatasetCheckReport(
            [.. Findings.Select(finding => finding with { File = Relative(finding.File) })], [.. Parts.Select(part => part with { File = Relative(part.File) })]);

        string Relative(string path) => path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes <see cref="ToJson"/> atomically.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToJson() + "\n");
}
