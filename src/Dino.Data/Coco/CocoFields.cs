using System.Text;
using System.Text.Json;
using Dino.Core.Coco;

namespace Dino.Data.Coco;

/// <summary>Reads single fields. The reader stands on the field's name and ends on its value's last token.</summary>
internal static class CocoFields
{
    private const int LongestQuote = 40;

    // Above this a double no longer tells neighbouring integers apart.
    private const double LargestExactInteger = 1L << 53;

    /// <summary>A 64-bit integer; 17.0 counts as 17, as some exporters write every number as a float.</summary>
    public static long Integer(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var value))
            {
                return value;
            }

            if (reader.TryGetDouble(out var real) && Math.Abs(real) <= LargestExactInteger && real == Math.Truncate(real))
            {
                return (long)real;
            }
        }

        throw Wrong(reader, field, "a whole number of at most 64 bits");
    }

    public static double Number(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Wrong(reader, field, "a finite number");
    }

    public static string Text(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text
            ? text
            : throw Wrong(reader, field, "text that is not empty");
    }

    /// <summary>COCO writes 0 or 1, some tools true or false.</summary>
    public static bool Flag(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number when reader.TryGetDouble(out var value) && value is 0 or 1 => value == 1,
            _ => throw Wrong(reader, field, "0 or 1"),
        };
    }

    public static BoxXyWh Box(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        var start = reader;
        Span<double> values = stackalloc double[4];
        var count = 0;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value))
            {
                if (count < values.Length)
                {
                    values[count] = value;
                }

                count++;
            }
        }

        return reader.TokenType == JsonTokenType.EndArray && count == values.Length
            ? new BoxXyWh(values[0], values[1], values[2], values[3])
            : throw Wrong(start, field, "four finite numbers [x, y, width, height]");
    }

    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static CocoFieldException Wrong(Utf8JsonReader reader, string field, string expectation)
    {
        var what = reader.TokenType is JsonTokenType.Number or JsonTokenType.String
            ? Quote(Encoding.UTF8.GetString(reader.ValueSpan), reader.TokenType)
            : $"a JSON {CocoReader.Describe(reader.TokenType)}";
        return new CocoFieldException($"'{field}' is {what}, expected {expectation}");
    }

    private static string Quote(string text, JsonTokenType token)
    {
        var cut = text.Length > LongestQuote ? text[..LongestQuote] + "..." : text;
        return token == JsonTokenType.String ? $"\"{cut}\"" : cut;
    }
}
