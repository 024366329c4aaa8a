using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;


namespace Dino.Gating.Comparison;

/// <summary>One of the two evaluations of a run and its limits.</summary>
/// <param name="Name">Also the name of its folder, in a run and in a baseline.</param>
/// <param name="EveryLoss">Judge all losses, not only their weighted total.</param>
internal sealed record GatedEvaluation(string Name, string Folder, IReadOnlyDictionary<string, double> MaxDrop, double MaxLossIncrease, bool EveryLoss)
{
    public const string Detections = "detections.json";
    public const string StoredDetections = "detections.json.gz";
    public const string Metrics = "metrics.json";
    public const string Table = "coco-table.txt";

    /// <summary>Sub-folders of <see cref="RunFolder"/> that hold evaluations.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pretrained", "finetuned"];

    public static IReadOnlyList<GatedEvaluation> Of(RunFolder folder, GateProfile limits) =>
    [
        new(Names[0], folder.Pretrained, limits.MaxDropPretrained, limits.MaxLossIncreasePretrained, EveryLoss: true),
        new(Names[1], folder.FineTuned, limits.MaxDropFineTuned, limits.MaxLossIncreaseFineTuned, EveryLoss: false),
    ];
}
