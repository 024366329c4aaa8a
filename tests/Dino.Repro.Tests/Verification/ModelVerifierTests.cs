using Dino.Checkpoints;
using Dino.Repro.Verification;
using Dino.TestUtilities;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

/// <summary>Kinds <c>model-eval</c> and <c>attention</c>.</summary>
public sealed class ModelVerifierTests
{
    private static string Fixture(string name) => Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", name + ".safetensors");

    [Theory]
    [InlineData("eval_4scale", 35)]
    [InlineData("eval_4scale_1img_2cls", 32)]
    [InlineData("eval_5scale", 35)]
    [InlineData("attention", 20)]
    public void Run_ReferencesNumbers_PassesEveryRow(string name, int rows)
    {
        var (path, verifier) = Assert.Single(Verifiers.Find(Fixture(name)));

        var report = verifier.Run(path, new VerificationOptions());

        Assert.DoesNotContain(report.Rows, row => !row.Passed);
        Assert.Equal(rows, report.Rows.Count);
    }

    [Fact]
    public void Run_NumbersOffAndOneUnknown_FailsExactlyThose()
    {
        using var scope = NewDisposeScope();
        using var original = Checkpoint.Open(Fixture("eval_4scale_1img_2cls"));
        var tensors = original.Tensors.ToDictionary(entry => entry.Name, entry => entry.ToTensor());
        tensors["memory"][0, 63, 255] += 1e-5;
        tensors["post0.labels"][299] = 1 - tensors["post0.labels"][299];
        tensors["pos3.corner"][0, 15, 3, 3] = float.NaN;
        tensors["pred_logits"] = tensors["pred_logits"].narrow(1, 0, 899).contiguous();
        tensors["aux9.pred_boxes"] = ones(1);
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "changed.safetensors");
        SafetensorsWriter.Write(path, [.. tensors], original.Metadata);
        var (_, verifier) = Assert.Single(Verifiers.Find(path));

        var report = verifier.Run(path, new VerificationOptions());
        folder.Delete(recursive: true);

        Assert.Equal(
            ["aux9.pred_boxes", "memory", "pos3.corner", "post0.labels", "pred_logits"],
            report.Rows.Where(row => !row.Passed).Select(row => row.Name).Order());
    }
}
