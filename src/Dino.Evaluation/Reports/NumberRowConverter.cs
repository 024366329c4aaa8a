using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dino.Evaluation;

/// <summary>Numbers on one line, also in indented JSON: a curve of 101 points is a line, not a page. Every number reads back to the same double.</summary>
internal sealed class NumberRowConverter : JsonConverter<IReadOnlyList<double>>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(IReadOnlyList<double>) || typeToConvert == typeof(double[]);

    public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected an array of numbers");
        }

        var numbers = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : throw new JsonException("expected an array of numbers"));
        }

        return numbers.ToArray();
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options)
        => writer.WriteRawValue($"[{string.Join(", ", value.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]");
}
