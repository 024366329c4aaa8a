using Dino.Core;
using Dino.Evaluation;
using Dino.Figures.Attention;
using Dino.Gating.Acceptance;
using Dino.Gating.Baselines;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Dino.Repro.Cli;
using Dino.TestUtilities;
using SkiaSharp;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Gating;

/// <summary>A finished run made of a fixture's detections, without a model, and the baseline accepted from it.</summary>
internal sealed class GatedRun : IDisposable
{
    private const string Subject = "image-1-detection-0";

    private static readonly string Case = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", "02-person-40");

    private readonly TestConsole _console = new();
    private readonly string _root = Directory.CreateTempSubdirectory("dino-gate-").FullName;

    public GatedRun()
    {
        Folder = new RunFolder(Path.Combine(_root, "run"));
        Detections = CocoDetections.Load(Path.Combine(Case, "dt.json"));
        Directory.CreateDirectory(Folder.Root);
        Directory.CreateDirectory(Path.GetDirectoryName(GroundTruth)!);
        File.Copy(Path.Combine(Case, "gt.json"), GroundTruth);
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

    public string GroundTruth => Path.Combine(Folder.CocoDir, "annotations", "instances_val2017.json");

    public string Baselines => Path.Combine(_root, "baselines");

    public string KernelsFile => Path.Combine(_root, "kernels.json");

    /// <summary>The embedded profile with fewer resamples: enough to tell clear cases, quick.</summary>
    public static Profile Profile { get; } = ProfileCatalogue.Load("embedded") with { Gate = ProfileCatalogue.Load("embedded").Gate with { Resamples = 200 } };

    public RunManifest Run => RunManifest.Load(Folder.Manifest)!;

    /// <summary>Where the run's baseline belongs.</summary>
    public BaselineFolder Place => BaselineFolder.For(Baselines, Run);

    /// <summary>As the verbs make it of a command line that names the run alone.</summary>
    public RunContext Context => new(
        Profile, Folder, null, null, null, "cpu", null, 42, new RunConsole(_console, TimeProvider.System));

    public GateReport Gate(Profile? profile = null, IReadOnlyDictionary<string, string>? given = null)
        => Dino.Gating.Gate.Run(
            Context with { Profile = profile ?? Profile }, Run, Baselines, KernelRatios.Load(KernelsFile), given);

    public void Accept(string reason = "made by a test", bool kernels = true)
        => BaselineAcceptance.Write(
            Folder, Run, Baselines, reason, kernels ? KernelRatios.Load(KernelsFile) : null, TimeProvider.System);

    /// <summary>A verb as a user types it, on this run and its baselines.</summary>
    public Task<int> Verb(string verb, params IEnumerable<string> arguments)
        => Application.RunAsync([verb, "--output", Folder.Root, "--baseline", Baselines, .. arguments]);

    /// <summary>Makes an evaluation folder from detections and a loss.</summary>
    public void Evaluate(string name, CocoDetections detections, double loss = 5)
    {
        var folder = Path.Combine(Folder.Root, name);
        var result = CocoEvaluator.Evaluate(CocoGroundTruth.Load(GroundTruth), detections);
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

    /// <summary>Writes run.json for the files as they are; the arguments are what the tests vary.</summary>
    public void Manifest(
        string profile = "embedded", string device = "cpu", int cores = 2, string classMap = "1:1", int epochs = 12,
        double seconds = 100, double megabytes = 500, string checkpoint = "c0", string train = "t0",
        IReadOnlyDictionary<string, string>? options = null)
    {
        AtomicFile.WriteText(Path.Combine(Folder.FineTune, "checkpoint.safetensors"), checkpoint);
        StageRecord Stage(IReadOnlyDictionary<string, string> outputs, Dictionary<string, string> facts)
            => new("f", true, "2026-01-01T00:00:00Z", seconds, megabytes, outputs, facts);
        StageRecord Folders(string folder) => Stage(Hashes(folder), []);
        StageRecord ByThisCode(string name, StageRecord record) => record with
        {
            Parts = record.Parts.Concat(Context.Code.Of(RunStages.All(TimeProvider.System).Single(stage => stage.Name == name).Code)
                .Select(code => KeyValuePair.Create($"code {code.Key}", code.Value))).ToDictionary(),
        };
        new RunManifest(profile, 42, new EnvironmentFacts("1.0.0", ".NET", "0.107", "Linux", "processor", cores, 8, device), new Dictionary<string, StageRecord>
        {
            ["data"] = Stage(Hashes("data"), new() { ["train_sha256"] = train, ["val_sha256"] = FileHash.Sha256(GroundTruth) }),
            ["weights"] = Stage(new Dictionary<string, string>(), new() { ["sha256"] = "w0" }) with { Parts = WeightsInput },
            ["evaluate-pretrained"] = Folders("pretrained"),
            ["fine-tune"] = Stage(Hashes("finetune"), new() { ["class_map"] = classMap, ["epochs"] = $"{epochs}" }),
            ["evaluate-finetuned"] = Folders("finetuned"),
            ["attention"] = Folders("attention"),
            ["report"] = Folders("figures"),
        }.ToDictionary(stage => stage.Key, stage => ByThisCode(stage.Key, stage.Value)), options).Save(Folder.Manifest);
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _console.Dispose();
    }

    /// <summary>The profile's weights, as the stage's record names them.</summary>
    private IReadOnlyDictionary<string, string> WeightsInput
        => new WeightsStage().Inputs(Context).ToDictionary(input => $"input {input.Key}", input => input.Value);

    private Dictionary<string, string> Hashes(string folder) => Directory
        .GetFiles(Path.Combine(Folder.Root, folder), "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Folder.Root, path), FileHash.Sha256);
}
