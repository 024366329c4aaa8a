using System.Text.Json;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>A report as JSON: snake_case keys, numbers at full precision.</summary>
public static class ReportJson
{
    public static void Write(string path, EvaluationReport report)
        => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, report, ReportJsonContext.Default.EvaluationReport));

    /// <exception cref="BadInputException">Not a report.</exception>
    public static EvaluationReport Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ReportJsonContext.Default.EvaluationReport)
                ?? throw new BadInputException($"{path}: expected an evaluation report, found null");
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"{path}: not an evaluation report: {exception.Message}", exception);
        }
    }
}
