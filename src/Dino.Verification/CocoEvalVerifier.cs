using System.Runtime.InteropServices;
using System.Text.Json;
using Dino.Core;
using Dino.Evaluation;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;

namespace Dino.Verification;

/// <summary>A folder with <c>gt.json</c>, <c>dt.json</c> (either may be gzipped) and <c>expected.json</c>: what pycocotools makes of them.</summary>
public sealed class CocoEvalVerifier : IVerifier
{
    /// <summary>Absolute. Absorbs another order of additions in a mean over at most 1e5 numbers between 0 and 1.</summary>
    private const double Limit = 1e-12;

    public bool Accepts(string path) => File.Exists(Expected(path)) && FindFile(path, "gt.json") is not null;

    public VerificationReport Run(string path, VerificationOptions options) => FixtureJson.Read(Expected(path), expected =>
    {
        var groundTruth = CocoGroundTruth.Load(RequireFile(path, "gt.json"));
        var detections = CocoDetections.Load(RequireFile(path, "dt.json"));
        var everySecond = groundTruth.ImageIds.Where((_, index) => index % 2 == 0).ToArray();

        var result = CocoEvaluator.Evaluate(groundTruth, detections);
        var withoutCategories = CocoEvaluator.Evaluate(groundTruth, detections, new EvaluationOptions(UseCategories: false));
        var subset = CocoEvaluator.Evaluate(groundTruth, detections, new EvaluationOptions(ImageIds: everySecond));
        return new VerificationReport(path, "coco-eval",
        [
            Compare(expected, "stats", result.Stats),
            Compare(expected, "stats_useCats0", withoutCategories.Stats),
            Compare(expected, "stats_every_second_image", subset.Stats),
            CompareCategories(expected, result.PerCategory),
            CompareHash(expected, "precision", result.Tables.Precision.AsSpan()),
            CompareHash(expected, "recall", result.Tables.Recall.AsSpan()),
            CompareHash(expected, "scores", result.Tables.Scores.AsSpan()),
        ]);
    });

    private static string Expected(string path) => Path.Combine(path, "expected.json");

    private static string? FindFile(string folder, string name)
        => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".gz") }.FirstOrDefault(File.Exists);

    private static string RequireFile(string folder, string name)
        => FindFile(folder, name) ?? throw new FileNotFoundException($"{folder}: no {name} and no {name}.gz");

    private static VerificationRow Compare(JsonElement expected, string name, IReadOnlyList<double> actual)
        => Row(name, expected.TryGetProperty(name, out var numbers) ? WorstError(numbers, actual) : double.NaN);

    private static VerificationRow CompareCategories(JsonElement expected, IReadOnlyDictionary<long, double[]> actual)
    {
        const string Name = "per_category";
        if (!expected.TryGetProperty(Name, out var categories) || categories.EnumerateObject().Count() != actual.Count)
        {
            return Row(Name, double.NaN);
        }

        var worst = 0.0;
        foreach (var category in categories.EnumerateObject())
        {
            var error = long.TryParse(category.Name, out var id) && actual.TryGetValue(id, out var numbers)
                ? WorstError(category.Value, numbers)
                : double.NaN;
            worst = Math.Max(worst, error);
        }

        return Row(Name, worst);
    }

    /// <summary>NaN if the lists differ in length or any difference is NaN (Math.Max keeps it, LINQ's Max would not).</summary>
    private static double WorstError(JsonElement expected, IReadOnlyList<double> actual) => expected.GetArrayLength() == actual.Count
        ? expected.EnumerateArray().Select((number, i) => Math.Abs(number.GetDouble() - actual[i])).Aggregate(Math.Max)
        : double.NaN;

    private static VerificationRow Row(string name, double worst) => new(name, worst, Limit, "absolute", worst <= Limit);

    private static VerificationRow CompareHash(JsonElement expected, string table, ReadOnlySpan<double> values)
    {
        var equal = expected.TryGetProperty("sha256", out var hashes)
            && hashes.TryGetProperty(table, out var hash)
            && hash.GetString() == FileHash.Sha256(MemoryMarshal.AsBytes(values));
        return new VerificationRow($"{table} table", equal ? 0 : double.NaN, 0, "equal bits", equal);
    }
}
