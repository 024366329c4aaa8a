using Dino.Evaluation;
using Dino.Figures.Cases;

namespace Dino.Figures.Reports;

/// <summary>The report's tables.</summary>
internal static class ReportTables
{
    public static readonly (string Name, string Key)[] LossParts = [("classification", "loss_ce"), ("box L1", "loss_bbox"), ("GIoU", "loss_giou")];

    private static readonly (string Name, string Key)[] LossRows =
    [
        ("total (all layers)", "loss"), .. LossParts.Select(part => (part.Name + " (last layer)", part.Key)),
        ("class error, %", "class_error"), ("cardinality error", "cardinality_error_unscaled"), ("cardinality error", "cardinality_error"),
    ];

    public static ReportBlock.Table Facts(string caption, IEnumerable<ReportFact> facts)
        => new(caption, ["", ""], [.. facts.Select(fact => (IReadOnlyList<string>)[fact.Name, fact.Value])], Numeric: false);

    public static ReportBlock.Table Metrics(ReportModel model)
        => new("COCO metrics on the test images", ["metric", model.Pretrained.Name, model.FineTuned.Name, "change"],
        [
            .. CocoStatistics.Names.Index().Select(metric => Row(metric.Item, model.Pretrained.Stats[metric.Index], model.FineTuned.Stats[metric.Index])),
        ]);

    public static ReportBlock.Table Losses(ReportModel model)
        => new("Losses and errors on the test images", ["mean over the images", model.Pretrained.Name, model.FineTuned.Name, "change"],
        [
            .. LossRows.Where(row => model.Pretrained.Losses.ContainsKey(row.Key) && model.FineTuned.Losses.ContainsKey(row.Key))
                .Select(row => (IReadOnlyList<string>)
                [
                    row.Name, model.Pretrained.Losses[row.Key].ToString("0.0000"), model.FineTuned.Losses[row.Key].ToString("0.0000"),
                    (model.FineTuned.Losses[row.Key] - model.Pretrained.Losses[row.Key]).ToString("+0.0000;-0.0000;0.0000"),
                ]),
        ]);

    public static ReportBlock.Table Images(ReportModel model)
        => new("The test images, fine-tuned model", ["image", "objects", "found", "missed", "duplicates", "false positives", "F1", "F1 before"],
        [
            .. model.FineTunedCases.Zip(model.PretrainedCases, (DetectionCase after, DetectionCase before) => (IReadOnlyList<string>)
            [
                after.Image.FileName, $"{after.Objects.Count}", $"{after.Hits}", $"{after.Misses}", $"{after.Duplicates}", $"{after.FalsePositives}",
                after.F1.ToString("0.00"), before.F1.ToString("0.00"),
            ]),
        ]);

    private static IReadOnlyList<string> Row(string name, double before, double after) =>
    [
        name, Stat(before), Stat(after), before < 0 || after < 0 ? "n/a" : (after - before).ToString("+0.000;-0.000;0.000"),
    ];

    private static string Stat(double value) => value < 0 ? "n/a" : value.ToString("0.000");
}
