using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dino.Kernels.Cli.Reports;

/// <summary>A report for machines.</summary>
internal static class ReportJson
{
    // The error of a kernel that writes NaN is infinite.
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    public static string Format(KernelReport report) => JsonSerializer.Serialize(report, s_options) + "\n";
}
