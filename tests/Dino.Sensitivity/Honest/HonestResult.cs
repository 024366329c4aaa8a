using System.Text.Json;
using Dino.Sensitivity.Runs;

namespace Dino.Sensitivity.Honest;

/// <summary>What the gate said of an honest run.</summary>
/// <param name="Failed">Rows that raised a false alarm.</param>
/// <param name="Undecided">Rows beyond their limit whose interval includes zero.</param>
/// <param name="Judged">Rows that could fail.</param>
/// <param name="Pretrained">Change of AP from the baseline; only rounding differs.</param>
/// <param name="FineTuned">Change of AP from the baseline; the seed differs.</param>
public sealed record HonestResult(int Seed, int Threads, IReadOnlyList<string> Failed, int Undecided, int Judged, double Pretrained, double FineTuned)
{
    public string Line => FormattableString.Invariant(
        $"seed {Seed}, {Threads} threads: AP {Pretrained:+0.0000;-0.0000;0.0000} pretrained, {FineTuned:+0.0000;-0.0000;0.0000} fine-tuned; {Judged} rows, {Undecided} undecided, failed: {(Failed.Count == 0 ? "none" : string.Join(", ", Failed))}");

    public static HonestResult Load(int seed, int threads, string folder)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "gate", "gate.json")));
        var rows = report.RootElement.GetProperty("report").GetProperty("rows").EnumerateArray().ToList();
        double Change(string group) => rows.Single(row => Is(row, "group", group) && Is(row, "name", "AP")).GetProperty("difference").GetDouble();
        return new HonestResult(
            seed, threads, GateRun.FailedRows(folder), rows.Count(row => Is(row, "status", "warn")), rows.Count(row => !Is(row, "status", "skip")), Change("metrics pretrained"), Change("metrics finetuned"));
    }

    private static bool Is(JsonElement row, string property, string value) => row.GetProperty(property).GetString() == value;
}
