namespace Dino.Pipeline.Runs;

/// <summary>Where a run keeps what it makes; each stage owns one sub-folder.</summary>
public sealed record RunFolder(string Root)
{
    public string Manifest => Path.Combine(Root, "run.json");

    /// <summary>What a damaged manifest is restored from.</summary>
    public string ManifestCopy => Path.Combine(Root, "run.copy.json");

    /// <summary>Where a stage writes until it has finished.</summary>
    public string Work => Path.Combine(Root, ".work");

    public string Data => Path.Combine(Root, "data");

    /// <summary>The split set in COCO's layout: annotations/instances_{train,val}2017.json, train2017/, val2017/.</summary>
    public string CocoDir => Path.Combine(Data, "coco");

    public string Pretrained => Path.Combine(Root, "pretrained");

    public string FineTune => Path.Combine(Root, "finetune");

    public string FineTuned => Path.Combine(Root, "finetuned");

    public string Attention => Path.Combine(Root, "attention");

    public string Figures => Path.Combine(Root, "figures");

    /// <summary>Kernel ratios that a benchmark run wrote; there need be none.</summary>
    public string Kernels => Path.Combine(Root, "benchmarks", "kernels.json");

    public string Report => Path.Combine(Root, "report.md");

    public string Page => Path.Combine(Root, "index.html");
}
