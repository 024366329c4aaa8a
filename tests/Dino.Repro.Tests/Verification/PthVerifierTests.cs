using Dino.Checkpoints;
using Dino.TestUtilities;
using Dino.Verification;
using Dino.Verification.Fixtures;
using TorchSharp;

namespace Dino.Repro.Tests.Verification;

public sealed class PthVerifierTests
{
    private static readonly string Fixture = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", "pth");

    [Fact]
    public void Run_FilesOfTorchSave_PassesEveryValueAndRefusal()
    {
        var (path, verifier) = Assert.Single(Verifiers.Find(Fixture));
        var report = verifier.Run(path, new VerificationOptions());
        Assert.All(report.Rows, row => Assert.True(row.Passed, row.Name));
        // 14 tensors in each of 4 files, and 3 files that must be refused.
        Assert.Equal((4 * 14) + 3, report.Rows.Count);
    }

    [Fact]
    public void Run_WrongValueMissingTensorAndHarmlessHostile_FailsExactlyThose()
    {
        using var scope = torch.NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory();
        using (var expected = Checkpoint.Open(Path.Combine(Fixture, "expected.safetensors")))
        {
            var tensors = expected.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToTensor());
            tensors["slice"][1, 1] += 1;
            tensors.Add("extra", torch.ones(1));
            SafetensorsWriter.Write(Path.Combine(folder.FullName, "expected.safetensors"), [.. tensors], expected.Metadata);
        }

        File.Copy(Path.Combine(Fixture, "bare_state_dict.pth"), Path.Combine(folder.FullName, "good.pth"));
        File.Copy(Path.Combine(Fixture, "bare_state_dict.pth"), Path.Combine(folder.FullName, "hostile.pth"));
        var (path, verifier) = Assert.Single(Verifiers.Find(folder.FullName));
        var report = verifier.Run(path, new VerificationOptions());
        folder.Delete(recursive: true);

        Assert.Equal(["good.pth: extra", "good.pth: slice", "hostile.pth"], report.Rows.Where(row => !row.Passed).Select(row => row.Name).Order(StringComparer.Ordinal));
    }
}
