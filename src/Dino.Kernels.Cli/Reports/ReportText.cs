using System.Globalization;
using System.Text;

namespace Dino.Kernels.Cli.Reports;

/// <summary>Formats a report as Markdown with aligned columns.</summary>
internal static class ReportText
{
    public static string Format(KernelReport report)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Device}, {report.Multiprocessors} multiprocessors, PTX for {report.Target}: " +
            $"copies {report.Bandwidth.CopyGigabytes:0} GB/s, reads {report.Bandwidth.L2Gigabytes:0} GB/s from L2\n\n");
        Append(
            text,
            ["shape", "type", "pass", "kernel", "worst error", "limit", "", "µs", "GB/s", "of copy", "speed-up", "of L2 bound"],
            report.Kernels.Select(kernel => new[]
            {
                kernel.Shape, kernel.Type, kernel.Direction, kernel.Kernel,
                Number(kernel.WorstError, "0.0e+00"), Number(kernel.Limit, "0.0e+00"), kernel.Passed ? "ok" : "MISS",
                Number(kernel.Microseconds, "0.0"), Number(kernel.Gigabytes, "0"),
                Number(kernel.CopyRatio, "0.00"), Number(kernel.SpeedUp, "0.00"),
                kernel.BoundRatio is { } ratio ? Number(ratio, "0.00") : "",
            }));
        if (report.BlockSizes.Count > 0)
        {
            text.Append('\n');
            Append(
                text,
                ["shape", "type", "threads", "forward µs", "backward µs", ""],
                report.BlockSizes.Select(size => new[]
                {
                    size.Shape, size.Type, Number(size.Threads, "0"),
                    Number(size.ForwardMicroseconds, "0.0"), Number(size.BackwardMicroseconds, "0.0"),
                    size.IsChosen ? "chosen" : "",
                }));
        }

        var passed = report.Kernels.Count(kernel => kernel.Passed);
        text.Append(CultureInfo.InvariantCulture, $"\n{passed} of {report.Kernels.Count} kernels within their limits\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] header, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(header).ToList();
        var widths = Enumerable.Range(0, header.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var (row, number) in all.Select((row, number) => (row, number)))
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
            if (number == 0)
            {
                text.Append("| ").AppendJoin(" | ", widths.Select(width => new string('-', Math.Max(1, width)))).Append(" |\n");
            }
        }
    }

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
