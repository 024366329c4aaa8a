using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Download;

/// <summary>The weights that can be fetched by name.</summary>
public sealed class WeightCatalogue
{
    private const string Resource = "Dino.Checkpoints.Download.catalogue.json";
    private const int ShortestHash = 8;
    private const int FullHash = 64;

    private static readonly JsonSerializerOptions Json = InputJson.Strict(
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

    private WeightCatalogue(IReadOnlyList<WeightEntry> entries) => Entries = entries;

    /// <summary>The one delivered with the program.</summary>
    public static WeightCatalogue Default { get; } = Embedded();

    public IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Reads a JSON array of entries.</summary>
    /// <exception cref="BadInputException">Not valid; the message starts with <paramref name="source"/> and names the entry.</exception>
    public static WeightCatalogue Parse(string json, string source)
    {
        var entries = InputJson.Parse<List<WeightEntry>>(json, source, Json, "a list of weights");
        entries.ForEach(entry => Check(entry, source));
        return entries.DistinctBy(entry => entry.Name).Count() == entries.Count
            ? new WeightCatalogue(entries)
            : throw new BadInputException($"{source}: two entries have the same name");
    }

    /// <exception cref="BadInputException">There is no such entry; the message lists those there are.</exception>
    public WeightEntry Find(string name)
        => Entries.FirstOrDefault(entry => entry.Name == name)
            ?? throw new BadInputException($"no weights are called '{name}'; expected one of {string.Join(", ", Entries.Select(entry => entry.Name))}");

    private static void Check(WeightEntry entry, string source)
    {
        var hash = entry.Sha256 ?? new string('0', FullHash);
        if (string.IsNullOrEmpty(entry.Name) || string.IsNullOrEmpty(entry.File) || entry.File != Path.GetFileName(entry.File) || entry.File[0] == '.'
            || entry.Sources is not { Count: > 0 }
            || entry.Sources.Any(uri => !uri.IsAbsoluteUri || uri.Scheme is not ("https" or "http"))
            || hash.Length is < ShortestHash or > FullHash || !hash.All(char.IsAsciiHexDigitLower) || entry.Size <= 0)
        {
            throw new BadInputException($"{source}: entry '{entry.Name}' is not valid; expected name, file (no folder), http sources, size above 0 and {ShortestHash} to {FullHash} lower-case digits of SHA-256");
        }
    }

    private static WeightCatalogue Embedded()
    {
        using var stream = typeof(WeightCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), "catalogue.json");
    }
}
