using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dino.Repro.Cli;

/// <summary>How results are written for machines: snake_case keys, indented, full precision, NaN spelt out.</summary>
internal static class CommandJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
