using System.Text;
using System.Text.Json;
using Dino.Core;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Runs;

/// <summary>Decides whether a stage's stored result still stands.</summary>
public static class Fingerprint
{
    private const string Settings = "settings";
    private const string Code = "code ";
    private const string Input = "input ";
    private const string Upstream = "stage ";

    /// <summary>All that decides a stage's result, by name, each as a hash.</summary>
    /// <param name="upstream">Identities of the stages whose results it reads, by name.</param>
    public static IReadOnlyDictionary<string, string> Parts(IStage stage, RunContext context, IReadOnlyDictionary<string, string> upstream)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Settings] = Hash(JsonSerializer.Serialize(stage.Settings(context), CommandJson.Options)),
        };
        foreach (var (name, hash) in context.Code.Of(stage.Code))
        {
            parts[Code + name] = hash;
        }

        foreach (var (name, hash) in stage.Inputs(context))
        {
            parts[Input + name] = hash;
        }

        foreach (var (name, identity) in upstream)
        {
            parts[Upstream + name] = identity;
        }

        return parts;
    }

    /// <summary>One hash over all parts and the stage's name.</summary>
    public static string Of(string stage, IReadOnlyDictionary<string, string> parts)
        => Hash(string.Join('\n', parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Value} {part.Key}").Prepend(stage)));

    /// <summary>What a stage's parts say of the stages that it was made from: their names and identities.</summary>
    public static IEnumerable<KeyValuePair<string, string>> UpstreamOf(IReadOnlyDictionary<string, string> parts)
        => Named(parts, Upstream);

    /// <summary>What a stage's parts say of the user's files: what they are and their hashes.</summary>
    public static IEnumerable<KeyValuePair<string, string>> InputsOf(IReadOnlyDictionary<string, string> parts) => Named(parts, Input);

    /// <summary>What a stage's parts say of the code that made it: libraries and their hashes.</summary>
    public static IEnumerable<KeyValuePair<string, string>> CodeOf(IReadOnlyDictionary<string, string> parts)
        => Named(parts, Code);

    /// <summary>What differs between two lists of parts.</summary>
    public static FingerprintChange Compare(IReadOnlyDictionary<string, string> earlier, IReadOnlyDictionary<string, string> now)
    {
        string[] changed =
        [
            .. earlier.Keys.Union(now.Keys).Where(name => earlier.GetValueOrDefault(name) != now.GetValueOrDefault(name)).Order(StringComparer.Ordinal),
        ];
        return new FingerprintChange(changed.Contains(Settings), Names(Code), Names(Input), Names(Upstream));

        IReadOnlyList<string> Names(string kind)
            => [.. changed.Where(name => name.StartsWith(kind, StringComparison.Ordinal)).Select(name => name[kind.Length..])];
    }

    private static IEnumerable<KeyValuePair<string, string>> Named(IReadOnlyDictionary<string, string> parts, string kind)
        => parts.Where(part => part.Key.StartsWith(kind, StringComparison.Ordinal)).Select(part => KeyValuePair.Create(part.Key[kind.Length..], part.Value));

    private static string Hash(string text) => FileHash.Sha256(Encoding.UTF8.GetBytes(text));
}
