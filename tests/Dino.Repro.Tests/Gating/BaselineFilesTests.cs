using Dino.Evaluation;
using Dino.Figures.Attention;
using Dino.Figures.Results;
using Dino.Repro.Baselines;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Gating;

/// <summary>The baselines of this repository, whichever they are: whole, consistent, small. They hold on every machine, as nothing is computed again but tables.</summary>
public sealed class BaselineFilesTests
{
    /// <summary>All of one kind's folder; a reviewer has to look through it.</summary>
    private const long LargestFolder = 2 << 20;

    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "baselines");

    [Fact]
    public void Folders_HaveAManifestWithReasonAndProfile_AndAreSmall()
        => Assert.All(new[] { "metrics", "attention", "figures", "benchmarks" }.SelectMany(Folders), folder =>
        {
            var manifest = BaselineFolder.Manifest(folder)!;
            Assert.False(string.IsNullOrWhiteSpace(manifest.Reason), folder);
            Assert.Equal(Path.GetFileName(folder), $"{manifest.Run.Profile}-{BaselineFolder.DeviceClass(manifest.Run)}");
            Assert.InRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, LargestFolder);
        });

    [Fact]
    public void Metrics_TableAndNumbersBelongTogether()
        => Assert.All(Folders("metrics").SelectMany(folder => new[] { "pretrained", "finetuned" }.Select(name => Path.Combine(folder, name))), folder =>
        {
            var summary = EvaluationSummary.Load("baseline", Path.Combine(folder, "metrics.json"));
            Assert.Equal(CocoSummary.Format(summary.Stats), File.ReadAllText(Path.Combine(folder, "coco-table.txt")));
            Assert.NotEqual(0, CocoDetections.Load(Path.Combine(folder, "detections.json.gz")).Count);
        });

    [Fact]
    public void Attention_WeightsOfEachLayerAndHead_SumToOne()
        => Assert.All(Folders("attention").SelectMany(folder => Directory.EnumerateFiles(folder, "*-weights.npy")), path =>
        {
            var (values, shape) = NumpyFile.Read(path);
            var perHead = shape[^2] * shape[^1];
            // 1e-5: float32 softmax over a few dozen samples.
            Assert.All(values.Chunk(perHead), weights => Assert.Equal(1, weights.Sum(weight => (double)weight), tolerance: 1e-5));
        });

    private static string[] Folders(string kind) => Directory.Exists(Path.Combine(Root, kind)) ? Directory.GetDirectories(Path.Combine(Root, kind)) : [];
}
