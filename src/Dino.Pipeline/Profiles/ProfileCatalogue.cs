using System.Reflection;
using System.Text.Json;
using Dino.Core;
using Dino.Training.Recipe;

namespace Dino.Pipeline.Profiles;

/// <summary>Finds profiles: the embedded ones by name, the user's by file.</summary>
public static class ProfileCatalogue
{
    public const string Default = "embedded";

    private const string ResourcePrefix = "Dino.Pipeline.Profiles.";

    private static readonly Assembly Here = typeof(ProfileCatalogue).Assembly;

    private static readonly JsonSerializerOptions Options = new(TrainingRecipeJson.Options)
    {
        Converters = { new DinoConfigConverter() },
    };

    public static IReadOnlyList<string> Names { get; } = Here.GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
        .Select(name => name[ResourcePrefix.Length..^".json".Length])
        .Order(StringComparer.Ordinal)
        .ToList();

    /// <param name="nameOrFile">A name of <see cref="Names"/>, or a path ending in .json.</param>
    /// <exception cref="BadInputException">Unknown name, or the file is not a profile.</exception>
    public static Profile Load(string nameOrFile)
    {
        if (nameOrFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return Parse(InputFile.ReadAllText(nameOrFile), nameOrFile);
        }

        using var resource = Here.GetManifestResourceStream($"{ResourcePrefix}{nameOrFile}.json")
            ?? throw new BadInputException($"profile '{nameOrFile}' is unknown; expected {string.Join(", ", Names)} or a .json file");
        using var reader = new StreamReader(resource);
        return Parse(reader.ReadToEnd(), nameOrFile);
    }

    internal static Profile Parse(string json, string source)
    {
        var profile = InputJson.Parse<Profile>(json, source, Options, "a profile");
        ProfileRules.Check(profile, source);
        return profile;
    }

    internal static string ToJson(Profile profile) => JsonSerializer.Serialize(profile, Options);
}
