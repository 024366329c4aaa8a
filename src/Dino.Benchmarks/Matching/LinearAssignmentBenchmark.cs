using BenchmarkDotNet.Attributes;
using Dino.Core;
using Dino.Model.Matching;

namespace Dino.Benchmarks.Matching;

/// <summary>How long does it take to assign the targets of an image to 900 queries?</summary>
[MemoryDiagnoser]
public class LinearAssignmentBenchmark
{
    private const int Queries = 900;

    private double[] _cost = [];

    [Params(1, 20, 100, 300)]
    public int Targets { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var stream = new SplitMix64(seed: 7, "cost");
        _cost = [.. Enumerable.Range(0, Targets * Queries).Select(_ => stream.NextDouble())];
    }

    [Benchmark]
    public Assignment Solve() => LinearAssignment.Solve(_cost, Targets, Queries);
}
