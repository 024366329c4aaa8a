using System.Collections.Concurrent;
using System.Text.Json;
using Dino.TestUtilities;

namespace Dino.Evaluation.Tests;

/// <summary>A stored case of tests/Fixtures/coco-eval: files and what pycocotools makes of them.</summary>
public sealed class CocoEvalCase
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval");

    private static readonly ConcurrentDictionary<string, Lazy<CocoEvalCase>> Loaded = [];

    private readonly JsonElement _expected;

    private CocoEvalCase(string path)
    {
        GroundTruthPath = Path.Combine(path, "gt.json");
        var plain = Path.Combine(path, "dt.json");
        DetectionsPath = File.Exists(plain) ? plain : plain + ".gz";
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(path, "expected.json")));
        _expected = document.RootElement.Clone();
        GroundTruth = CocoGroundTruth.Load(GroundTruthPath);
        Detections = CocoDetections.Load(DetectionsPath);
    }

    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var folder in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal))
            {
                names.Add(Path.GetFileName(folder));
            }

            return names;
        }
    }

    public string GroundTruthPath { get; }

    public string DetectionsPath { get; }

    public CocoGroundTruth GroundTruth { get; }

    public CocoDetections Detections { get; }

    /// <summary>Cases are immutable, so that each is read once.</summary>
    public static CocoEvalCase Load(string name) => Loaded.GetOrAdd(name, _ => new(() => new CocoEvalCase(Path.Combine(Folder, name)))).Value;

    public CocoEvaluationResult Evaluate(EvaluationOptions? options = null) => CocoEvaluator.Evaluate(GroundTruth, Detections, options);

    public double[] Stats(string key) => Numbers(_expected.GetProperty(key));

    public SortedDictionary<long, double[]> PerCategory()
        => new(_expected.GetProperty("per_category").EnumerateObject().ToDictionary(entry => long.Parse(entry.Name), entry => Numbers(entry.Value)));

    public string Hash(string table) => _expected.GetProperty("sha256").GetProperty(table).GetString()!;

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
