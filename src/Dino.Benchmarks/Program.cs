using BenchmarkDotNet.Running;
using Dino.Benchmarks.Checkpoints;
using Dino.Benchmarks.Detector;
using Dino.Benchmarks.Evaluation;
using Dino.Benchmarks.Inference;
using Dino.Benchmarks.Inference.Optimizations;
using Dino.Benchmarks.Running;
using Dino.Benchmarks.Training;
using Dino.Torch.Runtime;
using static TorchSharp.torch;

if (args is ["evaluation-load", var folder, .. var rest])
{
    ValLoad.Write(folder, rest is [var count] ? int.Parse(count) : 100);
    return 0;
}

// As in the product, before the first tensor exists.
NativeRuntime.Configure();
if (args is ["checkpoint-load"])
{
    CheckpointLoad.Run(Console.Out);
    return 0;
}

if (args is ["op-difference", .. var profiles])
{
    Console.WriteLine(OpDifference.Measure(profiles is [var profile] ? profile : "dino-4scale-r50"));
    return 0;
}

if (args is ["training-step", .. var pairs])
{
    StepTime.Print(pairs is [var count] ? int.Parse(count) : 5);
    return 0;
}

if (args is ["training-throughput", .. var sizes])
{
    foreach (var size in sizes is [] ? ["4", "16"] : sizes)
    {
        StepThroughput.Print(int.Parse(size));
    }

    return 0;
}

if (args is ["training-memory", .. var steps])
{
    StepMemory.Print(steps is [var count] ? int.Parse(count) : 300, width: 640, height: 480);
    return 0;
}

if (args is ["forward-times", .. var counts])
{
    ScalarType[] dtypes = counts is [_, _, var only]
        ? [Enum.Parse<ScalarType>(only, ignoreCase: true)]
        : [ScalarType.Float32, ScalarType.BFloat16];
    var width = counts is [_, var pixels, ..] ? int.Parse(pixels) : 1216;
    ForwardTimes.Write(counts is [var runs, ..] ? int.Parse(runs) : 5, width, dtypes);
    return 0;
}

if (args is ["inference-means", .. var measured])
{
    var name = measured is [_, var text] ? text : null;
    OptimizationsTable.Write(measured is [var pairsOfEach, ..] ? int.Parse(pairsOfEach) : 5, name);
    return 0;
}

var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new BenchmarkConfig()).ToList();
foreach (var results in summaries.GroupBy(summary => Path.GetDirectoryName(summary.ResultsDirectoryPath)!))
{
    KernelRatioReport.Write(results.Key, results);
}

return summaries.Exists(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
