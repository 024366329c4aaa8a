using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Pipeline.Terminal;

/// <summary>How results are written for machines: snake_case keys, indented, full precision, NaN spelt out.</summary>
public static class CommandJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>How they are read again.</summary>
    public static JsonSerializerOptions Input { get; } = InputJson.Strict(Options);
}
