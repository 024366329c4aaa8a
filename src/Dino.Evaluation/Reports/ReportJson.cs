using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>A report as JSON: snake_case keys, numbers at full precision.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions s_input
        = InputJson.Strict(ReportJsonContext.Default.Options, ReportJsonContext.Default);

    public static void Write(string path, EvaluationReport report)
        => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, ReportJsonContext.Default.EvaluationReport));

    /// <exception cref="BadInputException">Not a report.</exception>
    public static EvaluationReport Read(string path)
        => InputJson.Read<EvaluationReport>(path, s_input, "an evaluation report");
}

/// <summary>Compiled serialisation of a report: nothing is looked up at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    Converters = [typeof(NumberRowConverter)],
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true,
    IndentSize = 1)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;

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
