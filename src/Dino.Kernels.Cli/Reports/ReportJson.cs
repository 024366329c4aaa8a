using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dino.Kernels.Cli.Reports;

/// <summary>Formats a report as JSON.</summary>
internal static class ReportJson
{
    // A kernel that writes NaN has an infinite error.
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    public static string Format(KernelReport report) => JsonSerializer.Serialize(report, s_options) + "\n";
}
