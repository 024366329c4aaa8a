using BenchmarkDotNet.Running;
using Dino.Benchmarks.Evaluation;

if (args is ["evaluation-load", var folder, .. var rest])
{
    ValLoad.Write(folder, rest is [var count] ? int.Parse(count) : 100);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
