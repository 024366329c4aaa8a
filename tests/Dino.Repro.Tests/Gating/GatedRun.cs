using Dino.Core;
using Dino.Evaluation;
using Dino.Figures.Attention;
using Dino.Repro.Baselines;
using Dino.Repro.Gating;
using Dino.Repro.Profiles;
using Dino.Repro.Runs;
using Dino.TestUtilities;
using SkiaSharp;

namespace Dino.Repro.Tests.Gating;

/// <summary>A finished run made of a fixture's detections, without a model, and the baseline accepted from it.</summary>
internal sealed class GatedRun : IDisposable
{
    private const string Subject = "image-1-detection-0";

    private static readonly string Case = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", "02-person-40");

    private readonly string _root = Directory.CreateTempSubdirectory("dino-gate-").FullName;

    public GatedRun()
    {
        Folder = new RunFolder(Path.Combine(_root, "run"));
        Detections = CocoDetections.Load(Path.Combine(Case, "dt.json"));
        Directory.CreateDirectory(Folder.Root);
        File.Copy(Path.Combine(Case, "gt.json"), Path.Combine(Folder.Root, "val.json"));
        Evaluate("pretrained", Detections);
        Evaluate("finetuned", Detections);
        Attention(0);
        Picture(SKColors.Teal);
        Kernels(2.0);
        Manifest();
        Accept();
    }

    public RunFolder Folder { get; }

    public CocoDetections Detections { get; }

    public string Baselines => Path.Combine(_root, "baselines");

    public string KernelsFile => Path.Combine(_root, "kernels.json");

    /// <summary>The embedded profile with fewer resamples: enough to tell clear cases, quick.</summary>
    public static Profile Profile { get; } = ProfileCatalogue.Load("embedded") with { Gate = ProfileCatalogue.Load("embedded").Gate with { Resamples = 200 } };

    public GateReport Gate(Profile? profile = null, IReadOnlyDictionary<string, string>? given = null)
        => Repro.Gating.Gate.Run(profile ?? Profile, Folder, Baselines, KernelsFile, given);

    public void Accept() => BaselineAcceptance.Write(
        Folder, BaselineFolder.For(Baselines, RunManifest.Load(Folder.Manifest)!), RunManifest.Load(Folder.Manifest)!, "made by a test", KernelsFile, TimeProvider.System);

    /// <summary>Makes an evaluation folder from detections and a loss.</summary>
    public void Evaluate(string name, CocoDetections detections, double loss = 5)
    {
        var folder = Path.Combine(Folder.Root, name);
        var result = CocoEvaluator.Evaluate(CocoGroundTruth.Load(Path.Combine(Folder.Root, "val.json")), detections);
        detections.Save(Path.Combine(folder, "detections.json"));
        AtomicFile.WriteText(Path.Combine(folder, "coco-table.txt"), CocoSummary.Format(result.Stats));
        Metrics(name, result.Stats, loss);
    }

    public void Metrics(string name, IReadOnlyList<double> stats, double loss) => AtomicFile.WriteText(
        Path.Combine(Folder.Root, name, "metrics.json"),
        System.Text.Json.JsonSerializer.Serialize(new { stats, losses = new Dictionary<string, double> { ["loss"] = loss, ["loss_ce"] = loss / 4, ["loss_ce_dn"] = 0 } }));

    /// <summary>Attention of one detection: two heads with two points; the second head's points lie <paramref name="shift"/> to the right.</summary>
    public void Attention(float shift)
    {
        NumpyFile.Write(Path.Combine(Folder.Attention, Subject + "-weights.npy"), [0.25f, 0.75f, 0.5f, 0.5f], 1, 2, 1, 2);
        NumpyFile.Write(Path.Combine(Folder.Attention, Subject + "-locations.npy"), [0.1f, 0.1f, 0.2f, 0.2f, 0.3f + shift, 0.3f, 0.4f + shift, 0.4f], 1, 2, 1, 2, 2);
    }

    public void Picture(SKColor color)
    {
        using var bitmap = new SKBitmap(480, 320);
        bitmap.Erase(color);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(Path.Combine(Folder.Figures, "metrics.png"), data.SaveTo);
    }

    public void Kernels(double ratio, double spread = 0.02) => AtomicFile.WriteText(
        KernelsFile,
        FormattableString.Invariant($$"""{"processor": "any", "ratios": [{"name": "forward", "ratio": {{ratio}}, "low": {{ratio * (1 - spread)}}, "high": {{ratio * (1 + spread)}}}]}"""));

    /// <summary>Writes run.json; the arguments are what the tests vary.</summary>
    public void Manifest(
        string profile = "embedded", string device = "cpu", int cores = 2, string classMap = "1:1", int epochs = 12, double seconds = 100, double megabytes = 500, string checkpoint = "c0", string? validation = null,
        IReadOnlyDictionary<string, string>? options = null)
    {
        var hash = validation ?? FileHash.Sha256(Path.Combine(Folder.Root, "val.json"));
        StageRecord Stage(Dictionary<string, string> outputs, Dictionary<string, string> facts) => new("f", true, "2026-01-01T00:00:00Z", seconds, megabytes, outputs, facts);
        StageRecord Evaluation(string name) => Stage(new() { [$"{name}/detections.json"] = FileHash.Sha256(Path.Combine(Folder.Root, name, "detections.json")) }, []);
        new RunManifest(profile, 42, new EnvironmentFacts("1.0.0", ".NET", "0.107", "Linux", "processor", cores, 8, device), new Dictionary<string, StageRecord>
        {
            ["data"] = Stage(new() { ["val.json"] = hash }, new() { ["val_sha256"] = hash }),
            ["weights"] = Stage([], new() { ["sha256"] = "w0" }),
            ["evaluate-pretrained"] = Evaluation("pretrained"),
            ["fine-tune"] = Stage(new() { ["finetune/checkpoint.safetensors"] = checkpoint }, new() { ["class_map"] = classMap, ["epochs"] = $"{epochs}" }),
            ["evaluate-finetuned"] = Evaluation("finetuned"),
        }, options).Save(Folder.Manifest);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
