using System.Text.Json;
using Dino.Storage;

namespace Dino.Evaluation;

/// <summary>A report as JSON: snake_case keys, numbers at full precision.</summary>
public static class ReportJson
{
    public static void Write(string path, EvaluationReport report)
        => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, ReportJsonContext.Default.EvaluationReport));

    /// <exception cref="InvalidDataException">Not a report.</exception>
    public static EvaluationReport Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ReportJsonContext.Default.EvaluationReport)
                ?? throw new InvalidDataException($"{path}: expected an evaluation report, found null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: not an evaluation report: {exception.Message}", exception);
        }
    }
}
