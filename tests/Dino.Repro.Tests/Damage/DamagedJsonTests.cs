using System.Text.Json;
using Dino.Checkpoints;
using Dino.Checkpoints.Families;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Splitting;
using Dino.Evaluation;
using Dino.Figures.Results;
using Dino.Gating.Baselines;
using Dino.Model.Configuration;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Dino.TestUtilities;
using Dino.Training.Checkpointing;
using Dino.Training.Diagnosis;
using Dino.Training.Recipe;
using Dino.Verification;
using Dino.Verification.Fixtures;
using TorchSharp;

namespace Dino.Repro.Tests.Damage;

/// <summary>Null, empty, missing and impossible members in every JSON that the program reads: it reads, or says in one line
/// why not.</summary>
public sealed class DamagedJsonTests : IDisposable
{
    private const string Epoch = """
        {"train_lr": 0.1, "train_loss": 2.5, "test_loss": 2.1, "test_coco_eval_bbox": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        "ema_test_coco_eval_bbox": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "epoch": 0, "n_parameters": 5}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("damage-").FullName;

    public static TheoryData<string> Documents => [.. Readers("").Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Read_MembersNullEmptyOrMissing_ReadsOrRefusesInOneLine(string document)
    {
        var (json, read) = Readers(_folder)[document];

        var (failures, refused) = Readings.OfDamaged(json, read);

        Assert.Empty(failures);
        Assert.True(refused > 0);
    }

    private static Dictionary<string, (string Json, Action<string> Read)> Readers(string folder)
    {
        var record = new StageRecord("f", true, "2026-01-01T00:00:00Z", 1, 2, Map("data/a", "h"), Map("epochs", "3"))
        {
            Parts = Map("settings", "h"),
        };
        var run = new RunManifest(
            "embedded", 42, new EnvironmentFacts("1", ".NET", "0.107", "Linux", "processor", 2, 8, "cpu"),
            new Dictionary<string, StageRecord> { ["data"] = record }, Map("epochs", "3"));
        var state = new RunState { Epoch = 1, Iteration = 1, Losses = [new("loss", 1, 1)], LossScale = new(2, 3), Log = [Epoch] };
        return new()
        {
            ["profile"] = (
                ProfileCatalogue.ToJson(ProfileCatalogue.Load("embedded")), json => ProfileCatalogue.Parse(json, "profile.json")),
            ["recipe"] = (TrainingRecipeJson.Write(new TrainingRecipe()), json => TrainingRecipeJson.Read(json, "recipe.json")),
            ["model configuration"] = (DinoConfig.FourScaleR50.ToJson(), json => DinoConfig.FromJson(json)),
            ["run"] = (Text(run), OfFile("run.json", path => RunManifest.Load(path))),
            ["baseline"] = (
                Text(new BaselineManifest("2026", "why", run, new Dictionary<string, string> { ["a"] = "h" })),
                OfFile("manifest.json", path => BaselineManifest.Load(path))),
            ["images read"] = (
                """[{"annotations": "a", "sha256": "h", "images": [{"name": "n", "bytes": 1, "ticks": 2, "sha256": "h"}]}]""",
                OfFile("inputs.json", path => InputJson.Read<IReadOnlyList<UserData.UserImages>>(path, CommandJson.Input, "x"))),
            ["kernels"] = (Fixture("kernels", "after.json"), OfFile("kernels.json", path => KernelRatios.Load(path))),
            ["attention pictures"] = (
                """[{"Title": "t", "Caption": "c", "PngPath": "p.png", "SvgPath": null}]""",
                OfFile(Path.Combine("attention", "pictures.json"), _ => AttentionStage.Pictures(new RunFolder(folder)))),
            ["metrics"] = (Metrics(), OfFile("metrics.json", path => EvaluationSummary.Load("x", path))),
            ["evaluation report"] = (Metrics(), OfFile("metrics.json", path => EvaluationStatistics.Load("x", path))),
            ["training log"] = (Epoch, json => OfFile("log.txt", path => TrainingLog.Load(path))(json.ReplaceLineEndings(" "))),
            ["split"] = (
                Text(new SplitManifest(1, true, "h", 1, 1, 0, 0, "h", "h", [new(1, "a.jpg", "train", "h")])),
                OfFile("split.json", path => SplitManifest.Load(path))),
            ["annotations"] = (
                Fixture("coco-eval", "02-person-40", "gt.json"), OfFile("annotations.json", path => CocoDataset.Load(path))),
            ["ground truth"] = (
                Fixture("coco-eval", "03-crowd", "gt.json"), OfFile("gt.json", path => CocoGroundTruth.Load(path))),
            ["detections"] = (
                Fixture("coco-eval", "02-person-40", "dt.json"), OfFile("dt.json", path => CocoDetections.Load(path))),
            ["model settings"] = (
                Settings().ToJson(), OfMetadata(ModelSettings.MetadataKey, checkpoint => ModelSettings.Of(checkpoint))),
            ["failed batch"] = (
                """{"NoiseSeed": 1, "Images": 1, "Where": "w", "Problem": "p", "Dtype": "float32"}""",
                OfMetadata("failed_batch", checkpoint => FailedBatch.Read(checkpoint))),
            ["aliases"] = ("""{"b": "a"}""", OfMetadata("aliases", _ => { })),
            ["training state"] = (
                JsonSerializer.Serialize(state),
                json => InputJson.Parse<RunState>(json, "x", TrainingCheckpoint.Json, "a state").RequirePossible("x", 2)),
            ["recorded training"] = (
                Small("train_4scale_91cls_empty.json"), OfFile("x.json", path => RecordedTraining.Read(path))),
            ["resizing"] = (
                OneCase("resize.json"), OfFile("resize.json", path => new ResizeVerifier().Run(path, new VerificationOptions()))),
            ["expected evaluation"] = (Fixture("coco-eval", "12-exact-grid", "expected.json"), json =>
            {
                foreach (var name in new[] { "gt.json", "dt.json" })
                {
                    File.WriteAllText(Path.Combine(folder, name), Fixture("coco-eval", "12-exact-grid", name));
                }

                OfFile("expected.json", _ => new CocoEvalVerifier().Run(folder, new VerificationOptions()))(json);
            }
            ),
        };

        Action<string> OfFile(string name, Action<string> read) => json =>
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, json);
            read(path);
        };

        Action<string> OfMetadata(string key, Action<Checkpoint> read) => json =>
        {
            using var scope = torch.NewDisposeScope();
            var path = Path.Combine(folder, "x.safetensors");
            var metadata = new Dictionary<string, string> { ["model_config"] = DinoConfig.FourScaleR50.ToJson(), [key] = json };
            SafetensorsWriter.Write(path, [KeyValuePair.Create("a", torch.zeros(1))], metadata);
            using var checkpoint = Checkpoint.Open(path);
            read(checkpoint);
        };
    }

    private static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, CommandJson.Options);

    private static string Fixture(params string[] parts)
        => File.ReadAllText(Path.Combine([RepositoryRoot.Path, "tests", "Fixtures", .. parts]));

    /// <summary>Only the first parameters of a record of all.</summary>
    private static string Small(string name)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(Fixture("dino", name))!;
        foreach (var part in new[] { "grad_norm", "param_after" })
        {
            foreach (var entry in root["step0"]![part]!.AsObject().Select(entry => entry.Key).Skip(2).ToList())
            {
                root["step0"]![part]!.AsObject().Remove(entry);
            }
        }

        return root.ToJsonString();
    }

    private static string OneCase(string name)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(Fixture(name))!;
        root["cases"] = new System.Text.Json.Nodes.JsonArray(root["cases"]![0]!.DeepClone());
        return root.ToJsonString();
    }

    private static string Metrics()
        => File.ReadAllText(
            Path.Combine(RepositoryRoot.Path, "baselines", "embedded-cpu-5662003a26cf", "finetuned", "metrics.json"));

    private static ModelSettings Settings()
        => new() { NumClasses = 2, ResizeRule = "r", PaddingMaskAtTest = "p", BoxesAfterDecode = "b" };
}
