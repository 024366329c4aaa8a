using System.Text.Json;
using Dino.Core;

namespace Dino.Checkpoints.Safetensors;

/// <summary>The parsed header, not yet compared with the file's length.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    private const string MetadataKey = "__metadata__";
    private const int JsonDepth = 8;

    /// <summary>Reads token by token, so that a large hostile header costs no tree.</summary>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonDepth });
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>();
        var metadata = new Dictionary<string, string>();
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "safetensors header is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            Require(names.Add(name), $"tensor '{name}' is listed twice");
            Require(names.Count <= CheckpointLimits.Entries, $"lists more than {CheckpointLimits.Entries} tensors");
            if (name == MetadataKey)
            {
                ReadMetadata(ref reader, metadata);
            }
            else
            {
                entries.Add(ReadEntry(ref reader, name));
            }
        }

        while (reader.Read())
        {
            // Reads on to the end, so that text behind the object is an error.
        }

        return new SafetensorsHeader(entries, metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject, $"{MetadataKey} is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Require(reader.Read() && reader.TokenType == JsonTokenType.String, $"{MetadataKey} entry '{key}' is not text");
            Require(metadata.TryAdd(key, reader.GetString()!), $"{MetadataKey} entry '{key}' is listed twice");
            Require(metadata.Count <= CheckpointLimits.Entries, $"{MetadataKey} has more than {CheckpointLimits.Entries} entries");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject, $"tensor '{name}' is not described by an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "dtype" when reader.TokenType == JsonTokenType.String && dtype is null:
                    dtype = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name);
                    break;
                default:
                    throw new BadInputException($"tensor '{name}' has an unexpected '{key}'; expected one dtype, shape and data_offsets");
            }
        }

        Require(dtype is not null && shape is not null && offsets is { Length: 2 }, $"tensor '{name}' lacks dtype, shape or two data_offsets");
        var type = ElementTypes.FromSafetensors(dtype!)
            ?? throw new BadInputException($"tensor '{name}' has dtype '{dtype}', which is not supported");
        return new SafetensorsEntry(name, type, shape!, offsets![0], offsets[1]);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, $"tensor '{name}' has a shape or offsets that are not a list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && Add(numbers, number), $"tensor '{name}' has a shape or offset that is not a non-negative integer");
            Require(numbers.Count <= CheckpointLimits.Dimensions, $"tensor '{name}' has more than {CheckpointLimits.Dimensions} dimensions");
        }

        return [.. numbers];
    }

    private static bool Add(List<long> numbers, long number)
    {
        numbers.Add(number);
        return number >= 0;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new BadInputException(message);
        }
    }
}
