using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Dino.Core;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;

namespace Dino.Benchmarks.Running;

/// <summary>Speed-ups over the baseline, for every benchmark class that has one: as the file that the gate reads
/// (<c>dino gate --kernels</c>) and as a table.</summary>
internal static class KernelRatioReport
{
    /// <summary>Writes <c>kernels.json</c> and <c>kernels.md</c>.</summary>
    public static void Write(string folder, IEnumerable<Summary> summaries)
    {
        var ratios = new KernelRatios(EnvironmentFacts.Collect("cpu").Processor, [.. summaries.SelectMany(Ratios)]);
        if (ratios.Ratios.Count == 0)
        {
            return;
        }

        ratios.Save(Path.Combine(folder, "kernels.json"));
        AtomicFile.WriteText(Path.Combine(folder, "kernels.md"), Markdown(ratios));
    }

    internal static string Markdown(KernelRatios ratios) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Times the speed of the baseline, with 95% intervals, on {ratios.Processor}.

        | kernel | ratio | from | to |
        |---|--:|--:|--:|
        {string.Join('\n', ratios.Ratios.Select(Row))}

        """);

    private static string Row(KernelRatio ratio) => string.Create(
        CultureInfo.InvariantCulture, $"| {ratio.Name} | {ratio.Ratio:0.00} | {ratio.Low:0.00} | {ratio.High:0.00} |");

    private static IEnumerable<KernelRatio> Ratios(Summary summary) =>
        from report in summary.Reports
        where report.Success && !summary.IsBaseline(report.BenchmarkCase)
        let baseline = summary.GetBaseline(summary.GetLogicalGroupKey(report.BenchmarkCase)!)
        where baseline is not null && summary[baseline]?.Success == true
        select SpeedUp.Estimate(Name(report.BenchmarkCase), Times(summary[baseline]!), Times(report));

    private static string Name(BenchmarkCase benchmark)
    {
        var type = benchmark.Descriptor.Type.Name.Replace("Benchmark", "", StringComparison.Ordinal);
        var parameters = benchmark.Parameters.Items.Select(parameter => parameter.ToDisplayText());
        return string.Join(' ', [type, benchmark.Descriptor.WorkloadMethod.Name, .. parameters]);
    }

    private static double[] Times(BenchmarkReport report) => [.. report.ResultStatistics!.OriginalValues];
}
