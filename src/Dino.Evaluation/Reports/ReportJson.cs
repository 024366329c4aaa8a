using System.Text.Json;
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
