using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Safetensors;

/// <summary>Further names of a tensor: safetensors has no aliases, so they stand in the metadata as a JSON object from alias to name.</summary>
internal static class SafetensorsAliases
{
    private const string Key = "aliases";

    private static readonly JsonSerializerOptions s_json = InputJson.Strict(JsonSerializerOptions.Default);

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

        return InputJson.Parse<Dictionary<string, string>>(json, $"metadata '{Key}'", s_json, "a JSON object from alias to name");
    }

    public static void Write(IDictionary<string, string> metadata, IReadOnlyDictionary<string, string> aliases)
    {
        if (aliases.Count > 0)
        {
            metadata[Key] = JsonSerializer.Serialize(aliases);
        }
    }
}
