using Dino.Checkpoints;
using Dino.TestUtilities;
using Dino.Verification;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

/// <summary>A copy of a fixture with something changed, to see that its check can fail.</summary>
internal sealed class DamagedFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fixture-");

    public DamagedFixture(string name, Action<Dictionary<string, Tensor>> change)
    {
        using var scope = NewDisposeScope();
        using var original = Checkpoint.Open(Original(name));
        var tensors = original.Tensors.ToDictionary(entry => entry.Name, entry => entry.ToTensor());
        change(tensors);
        Path = System.IO.Path.Combine(_folder.FullName, name + ".safetensors");
        SafetensorsWriter.Write(Path, [.. tensors], original.Metadata);
    }

    public string Path { get; }

    public static string Original(string name) => System.IO.Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", name + ".safetensors");

    public static VerificationReport Run(string path, VerificationOptions? options = null)
    {
        var (file, verifier) = Assert.Single(Verifiers.Find(path));
        return verifier.Run(file, options ?? new VerificationOptions());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
