using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>The numbers of pycocotools' <c>summarize</c> from its tables: means over the cells above -1, -1 if there are none.</summary>
public static class CocoStatistics
{
    private const int All = 0, Small = 1, Medium = 2, Large = 3;
    private const int Iou50 = 0, Iou75 = 5;

    public static ImmutableArray<string> Names { get; } =
        ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];

    /// <summary>What is given for each category.</summary>
    public static ImmutableArray<string> PerCategoryNames { get; } = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR100"];

    /// <summary>In the order of <see cref="Names"/>.</summary>
    public static double[] Overall(PrecisionTables tables)
    {
        var last = tables.MaxDetections.Length - 1;
        return
        [
            AveragePrecision(tables, All),
            AveragePrecision(tables, All, Iou50),
            AveragePrecision(tables, All, Iou75),
            AveragePrecision(tables, Small),
            AveragePrecision(tables, Medium),
            AveragePrecision(tables, Large),
            AverageRecall(tables, All, 0),
            AverageRecall(tables, All, 1),
            AverageRecall(tables, All, last),
            AverageRecall(tables, Small, last),
            AverageRecall(tables, Medium, last),
            AverageRecall(tables, Large, last),
        ];
    }

    /// <summary>In the order of <see cref="PerCategoryNames"/>.</summary>
    /// <param name="category">Position of the category in the tables.</param>
    public static double[] ForCategory(PrecisionTables tables, int category) =>
    [
        AveragePrecision(tables, All, category: category),
        AveragePrecision(tables, All, Iou50, category),
        AveragePrecision(tables, All, Iou75, category),
        AveragePrecision(tables, Small, category: category),
        AveragePrecision(tables, Medium, category: category),
        AveragePrecision(tables, Large, category: category),
        AverageRecall(tables, All, tables.MaxDetections.Length - 1, category),
    ];

    private static double AveragePrecision(PrecisionTables tables, int area, int? iou = null, int? category = null)
    {
        var last = tables.MaxDetections.Length - 1;
        var (firstIou, ious) = Range(tables.IouThresholds.Length, iou);
        var (firstCategory, categories) = Range(tables.CategoryIds.Length, category);
        var cells = new double[ious * tables.RecallThresholds.Length * categories];
        var count = 0;
        for (var t = firstIou; t < firstIou + ious; t++)
        {
            for (var r = 0; r < tables.RecallThresholds.Length; r++)
            {
                for (var k = firstCategory; k < firstCategory + categories; k++)
                {
                    cells[count++] = tables.Precision[tables.Index(t, r, k, area, last)];
                }
            }
        }

        return MeanAboveMinusOne(cells);
    }

    private static double AverageRecall(PrecisionTables tables, int area, int maxDetections, int? category = null)
    {
        var (firstCategory, categories) = Range(tables.CategoryIds.Length, category);
        var cells = new double[tables.IouThresholds.Length * categories];
        var count = 0;
        for (var t = 0; t < tables.IouThresholds.Length; t++)
        {
            for (var k = firstCategory; k < firstCategory + categories; k++)
            {
                cells[count++] = tables.Recall[tables.Index(t, k, area, maxDetections)];
            }
        }

        return MeanAboveMinusOne(cells);
    }

    private static (int First, int Count) Range(int count, int? only) => only is { } one ? (one, 1) : (0, count);

    private static double MeanAboveMinusOne(double[] cells)
    {
        var measured = 0;
        foreach (var cell in cells)
        {
            if (cell > -1)
            {
                cells[measured++] = cell;
            }
        }

        return measured == 0 ? -1 : PairwiseSum.Mean(cells.AsSpan(0, measured));
    }
}

/// <summary>Mean with the additions in numpy's order (<c>pairwise_sum</c> in umath/loops_utils.h), so that means agree to the last bit.</summary>
internal static class PairwiseSum
{
    private const int Block = 128;
    private const int Lanes = 8;

    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    private static double Sum(ReadOnlySpan<double> values)
    {
        if (values.Length < Lanes)
        {
            var few = 0.0;
            foreach (var value in values)
            {
                few += value;
            }

            return few;
        }

        if (values.Length > Block)
        {
            var half = values.Length / 2 / Lanes * Lanes;
            return Sum(values[..half]) + Sum(values[half..]);
        }

        Span<double> lanes = stackalloc double[Lanes];
        values[..Lanes].CopyTo(lanes);
        var i = Lanes;
        for (; i < values.Length - (values.Length % Lanes); i += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                lanes[lane] += values[i + lane];
            }
        }

        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }
}
