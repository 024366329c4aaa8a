using System.Text.Json.Serialization;

namespace Dino.Model;

/// <summary>JSON form of the configuration: snake_case keys, unknown keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true)]
[JsonSerializable(typeof(DinoConfig))]
internal sealed partial class DinoConfigJson : JsonSerializerContext;
