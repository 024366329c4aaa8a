using BenchmarkDotNet.Attributes;
using Dino.Evaluation;

namespace Dino.Benchmarks.Evaluation;

/// <summary>The steps of the evaluator on a data set as large as COCO val2017.</summary>
[MemoryDiagnoser]
public class CocoEvaluatorBenchmark
{
    private string _folder = "";
    private CocoGroundTruth _groundTruth = null!;
    private CocoDetections _detections = null!;

    [Params(100, 300)]
    public int DetectionsPerImage { get; set; }

    [GlobalSetup]
    public void WriteLoad()
    {
        _folder = Directory.CreateTempSubdirectory("val-load-").FullName;
        ValLoad.Write(_folder, DetectionsPerImage);
        _groundTruth = CocoGroundTruth.Load(Path.Combine(_folder, "gt.json"));
        _detections = LoadDetections();
    }

    [GlobalCleanup]
    public void DeleteLoad() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public CocoDetections LoadDetections() => CocoDetections.Load(Path.Combine(_folder, "dt.json"));

    [Benchmark]
    public CocoEvaluationResult Evaluate() => CocoEvaluator.Evaluate(_groundTruth, _detections);
}
