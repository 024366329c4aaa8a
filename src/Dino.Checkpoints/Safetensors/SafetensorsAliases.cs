using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Safetensors;

/// <summary>Further names of a tensor: safetensors has no aliases, so they stand in the metadata as a JSON object from alias to name.</summary>
internal static class SafetensorsAliases
{
    private const string Key = "aliases";

    public static IReadOnlyDictionary<string, string> Read(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Key, out var json))
        {
            return new Dictionary<string, string>();
        }

        if (json.Length > CheckpointLimits.AliasBytes)
        {
            throw new BadInputException($"metadata '{Key}' has {json.Length} characters; expected at most {CheckpointLimits.AliasBytes}");
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
        }
        catch (JsonException problem)
        {
            throw new BadInputException($"metadata '{Key}' is not a JSON object from alias to name", problem);
        }
    }

    public static void Write(IDictionary<string, string> metadata, IReadOnlyDictionary<string, string> aliases)
    {
        if (aliases.Count > 0)
        {
            metadata[Key] = JsonSerializer.Serialize(aliases);
        }
    }
}
