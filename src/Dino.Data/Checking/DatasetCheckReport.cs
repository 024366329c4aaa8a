using System.Globalization;
using System.Text;
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

/// <summary>A report for people.</summary>
public static class DatasetCheckText
{
    private const int MostCategories = 1000;

    /// <param name="mostPerKind">Findings of one kind to list before the rest is only counted; the JSON report has all.</param>
    public static string Format(DatasetCheckReport report, int mostPerKind = 20)
    {
        var text = new StringBuilder();
        foreach (var kind in report.Findings.GroupBy(finding => (finding.Severity, finding.Code)))
        {
            var label = kind.Key.Severity.ToString().ToLowerInvariant();
            foreach (var finding in kind.Take(mostPerKind))
            {
                text.Append(CultureInfo.InvariantCulture, $"{label,-8}{finding}\n");
            }

            if (kind.Skip(mostPerKind).Any())
            {
                text.Append(CultureInfo.InvariantCulture, $"{label,-8}and {kind.Count() - mostPerKind} more of kind {kind.Key.Code}\n");
            }
        }

        foreach (var part in report.Parts)
        {
            Append(text, part);
        }

        return text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Count(FindingSeverity.Error)} errors, {report.Count(FindingSeverity.Warning)} warnings, {report.Count(FindingSeverity.Info)} remarks\n").ToString();
    }

    private static void Append(StringBuilder text, PartStatistics part)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{PlainText.Of(part.File)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  images       {part.Images} ({part.ImagesWithoutBoxes} without boxes), {part.SmallestImage} to {part.LargestImage} pixels\n");
        text.Append(CultureInfo.InvariantCulture, $"  annotations  {part.Annotations} ({part.Crowds} crowd, {part.Ignored} ignore), {part.Unused} of them unused in training\n");
        text.Append(CultureInfo.InvariantCulture, $"  by area      {part.Small} small, {part.Medium} medium, {part.Large} large\n");
        text.Append(CultureInfo.InvariantCulture, $"  per image    {part.FewestBoxes} to {part.MostBoxes} boxes, median {part.MedianBoxes}\n");
        foreach (var category in part.Categories.Take(MostCategories))
        {
            text.Append(CultureInfo.InvariantCulture, $"  category     {category.Id} {PlainText.Of(category.Name)}: ");
            text.Append(CultureInfo.InvariantCulture, $"{category.Annotations} annotations in {category.Images} images\n");
        }

        if (part.Categories.Count > MostCategories)
        {
            text.Append(CultureInfo.InvariantCulture, $"  category     and {part.Categories.Count - MostCategories} more\n");
        }

        text.Append('\n');
    }
}
