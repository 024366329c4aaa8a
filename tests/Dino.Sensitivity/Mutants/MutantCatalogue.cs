using System.Text.Json;

namespace Dino.Sensitivity.Mutants;

/// <summary>All mutants, from mutants.json.</summary>
public static class MutantCatalogue
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlyList<Mutant> All { get; } = JsonSerializer.Deserialize<List<Mutant>>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "mutants.json")), Options)!;

    /// <summary>Why a mutant cannot be made from these sources; empty when it can.</summary>
    public static IEnumerable<string> Problems(Mutant mutant, string repository)
    {
        var file = Path.Combine(repository, mutant.File);
        if (!File.Exists(file))
        {
            return [$"{mutant.Name}: {mutant.File} does not exist"];
        }

        var source = File.ReadAllText(file);
        return mutant.Edits
            .Select(edit => (edit.Find, Times: source.Split(edit.Find).Length - 1))
            .Where(found => found.Times != 1)
            .Select(found => $"{mutant.Name}: {mutant.File} has '{found.Find}' {found.Times} times; expected once")
            .Concat(Directory.Exists(Path.Combine(repository, "tests", mutant.Tests)) ? [] : [$"{mutant.Name}: there is no tests/{mutant.Tests}"]);
    }

    /// <summary>The file's text with the breakage.</summary>
    public static string Break(Mutant mutant, string source)
        => mutant.Edits.Aggregate(source, (text, edit) => text.Replace(edit.Find, edit.Replace, StringComparison.Ordinal));
}
