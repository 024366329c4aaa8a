using Dino.Evaluation;
using Dino.Figures.Attention;
using Dino.Figures.Results;
using Dino.Gating.Baselines;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Gating;

/// <summary>The baselines of this repository, whichever they are: whole, consistent, small. They hold on every machine, as nothing is computed again but tables.</summary>
public sealed class BaselineFilesTests
{
    /// <summary>Of one kind's files; a reviewer has to look through them.</summary>
    private const long LargestKind = 2 << 20;

    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "baselines");

    /// <summary>Folders that hold no accepted runs.</summary>
    private static readonly string[] Others = ["benchmarks", "weights"];

    [Fact]
    public void Folders_AreBaselinesOfTheProfileDeviceAndDatasetOfTheirName()
    {
        var folders = Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)!).Except(Others)
            .Order(StringComparer.Ordinal).ToList();

        Assert.Contains(folders, name => name.StartsWith("embedded-cpu-", StringComparison.Ordinal));
        Assert.Equal(folders, Accepted().Select(baseline => Path.GetFileName(baseline.Folder)));
        Assert.All(Accepted(), baseline => Assert.Equal(baseline.Folder, BaselineFolder.For(Root, baseline.Manifest.Run).Place));
    }

    [Fact]
    public void Folders_HoldWhatTheirManifestNamesAndAReason_AndAreSmall()
        => Assert.All(Accepted(), baseline =>
        {
            Assert.False(string.IsNullOrWhiteSpace(baseline.Manifest.Reason), baseline.Folder);
            var files = Directory.GetFiles(baseline.Folder, "*", SearchOption.AllDirectories)
                .Except([Baseline.ManifestOf(baseline.Folder)])
                .Select(path => Path.GetRelativePath(baseline.Folder, path).Replace('\\', '/'));
            Assert.Equal(baseline.Manifest.Files.Keys.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
            Assert.All(baseline.Manifest.Files.Keys.GroupBy(file => file.Split('/')[0]), kind =>
                Assert.InRange(kind.Sum(file => new FileInfo(baseline.Locate(file)).Length), 1, LargestKind));
        });

    [Fact]
    public void Metrics_TableAndNumbersBelongTogether()
        => Assert.All(Accepted(), baseline => Assert.All(["pretrained", "finetuned"], part =>
        {
            var summary = EvaluationSummary.Load("baseline", baseline.Locate($"{part}/metrics.json"));
            Assert.Equal(CocoSummary.Format(summary.Stats), File.ReadAllText(baseline.Locate($"{part}/coco-table.txt")));
            Assert.NotEqual(0, CocoDetections.Load(baseline.Locate($"{part}/detections.json.gz")).Count);
        }));

    [Fact]
    public void Attention_WeightsOfEachLayerAndHead_SumToOne()
        => Assert.All(Accepted(), baseline =>
        {
            var files = baseline.FilesOf("attention", "-weights.npy").ToList();
            Assert.NotEmpty(files);
            Assert.All(files, file =>
            {
                var (values, shape) = NumpyFile.Read(baseline.Locate(file));
                // 1e-5: float32 softmax over a few dozen samples.
                Assert.All(
                    values.Chunk(shape[^2] * shape[^1]),
                    weights => Assert.Equal(1, weights.Sum(weight => (double)weight), tolerance: 1e-5));
            });
        });

    private static IReadOnlyList<Baseline> Accepted()
    {
        var accepted = BaselineFolder.All(Root);
        Assert.NotEmpty(accepted);
        return accepted;
    }
}
