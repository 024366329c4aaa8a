using System.Globalization;
using System.Text;

namespace Dino.Evaluation;

/// <summary>The twelve lines that pycocotools' <c>summarize</c> prints.</summary>
public static class CocoSummary
{
    private static readonly (string Iou, string Area, int MaxDetections)[] Rows =
    [
        ("0.50:0.95", "all", 100),
        ("0.50", "all", 100),
        ("0.75", "all", 100),
        ("0.50:0.95", "small", 100),
        ("0.50:0.95", "medium", 100),
        ("0.50:0.95", "large", 100),
        ("0.50:0.95", "all", 1),
        ("0.50:0.95", "all", 10),
        ("0.50:0.95", "all", 100),
        ("0.50:0.95", "small", 100),
        ("0.50:0.95", "medium", 100),
        ("0.50:0.95", "large", 100),
    ];

    private const int FirstRecall = 6;

    /// <summary>Twelve lines, each ended by a line feed.</summary>
    /// <param name="stats">In the order of <see cref="CocoStatistics.Names"/>.</param>
    public static string Format(IReadOnlyList<double> stats)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(stats.Count, Rows.Length);
        var text = new StringBuilder();
        for (var i = 0; i < Rows.Length; i++)
        {
            var (iou, area, maxDetections) = Rows[i];
            var (title, type) = i < FirstRecall ? ("Average Precision", "(AP)") : ("Average Recall", "(AR)");
            text.Append(CultureInfo.InvariantCulture, $" {title,-18} {type} @[ IoU={iou,-9} | area={area,6} | maxDets={maxDetections,3} ] = {ThreeDecimals(stats[i])}\n");
        }

        return text.ToString();
    }

    /// <summary>As Python's <c>{:0.3f}</c>: exact ties go to the even digit, where .NET rounds away from zero. Halves of a thousandth that a double
    /// holds exactly are sixteenths.</summary>
    internal static string ThreeDecimals(double value)
    {
        var rounded = value * 16 == Math.Floor(value * 16) ? Math.Round(value * 1000, MidpointRounding.ToEven) / 1000 : value;
        return rounded.ToString("F3", CultureInfo.InvariantCulture);
    }
}
