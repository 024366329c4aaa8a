Task("Benchmark")
    .Description("Measures with BenchmarkDotNet; writes JSON, Markdown and kernels.json.  --filter=*Op* --output=artifacts/benchmarks")
    .IsDependentOn("Build")
    .Does(() =>
    {
        var exitCode = StartProcess("dotnet", new ProcessSettings
        {
            Arguments = new ProcessArgumentBuilder()
                .AppendQuoted("artifacts/bin/Dino.Benchmarks/release/Dino.Benchmarks.dll")
                .Append("--filter").AppendQuoted(Argument("filter", "*"))
                .Append("--artifacts").AppendQuoted(Argument("output", "artifacts/benchmarks")),
        });
        if (exitCode != 0)
        {
            throw new CakeException(exitCode, $"the benchmarks ended with exit code {exitCode}");
        }
    });
