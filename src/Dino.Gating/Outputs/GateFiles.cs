using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;
using Dino.Gating.Comparison;
using Dino.Pipeline.Terminal;

namespace Dino.Gating.Outputs;

/// <summary>Where a report goes: <c>gate/</c> in the run's folder and, in a workflow, the step's summary.</summary>
public static class GateFiles
{
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";
    private const string ActionsVariable = "GITHUB_ACTIONS";

    private static readonly JsonSerializerOptions Json = new(CommandJson.Options) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Writes gate.json, gate.xml (JUnit) and gate.md.</summary>
    public static void Write(string folder, GateReport report)
    {
        AtomicFile.WriteText(Path.Combine(folder, "gate.json"), JsonSerializer.Serialize(new { report.Passed, report.Verdict, Report = report }, Json) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, "gate.xml"), GateJUnit.Format(report));
        AtomicFile.WriteText(Path.Combine(folder, "gate.md"), GateMarkdown.Format(report));
    }

    /// <summary>Appends to the step's summary and prints annotations; does nothing outside a workflow.</summary>
    /// <param name="variable">Reads the environment.</param>
    public static void Announce(GateReport report, Func<string, string?> variable, TextWriter output)
    {
        if (variable(SummaryVariable) is { Length: > 0 } summary)
        {
            File.AppendAllText(summary, GateMarkdown.Format(report));
        }

        if (variable(ActionsVariable) == "true")
        {
            foreach (var line in GateAnnotations.Lines(report))
            {
                output.WriteLine(line);
            }
        }
    }
}
