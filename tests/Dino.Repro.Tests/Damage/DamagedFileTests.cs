using System.Text;
using Dino.Gating.Baselines;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Repro.Tests.Gating;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Damage;

/// <summary>Profiles, baselines, kernel ratios and records of runs with random damage; longer with DINO_FUZZ_SECONDS.</summary>
public sealed class DamagedFileTests
{
    [Fact]
    public void Load_DamagedProfile_ReadsOrRefuses()
    {
        var profile = Encoding.UTF8.GetBytes(ProfileCatalogue.ToJson(ProfileCatalogue.Load("embedded")));
        Assert.True(Fuzz.Run(profile, path => ProfileCatalogue.Parse(File.ReadAllText(path), path)) > 0);
    }

    [Fact]
    public void Load_DamagedBaseline_ReadsOrRefuses()
        => Assert.True(Fuzz.Run(
            Of("baselines", "embedded-cpu-5662003a26cf", "manifest.json"), path => BaselineManifest.Load(path)) > 0);

    [Fact]
    public void Load_DamagedKernels_ReadsOrRefuses()
        => Assert.True(Fuzz.Run(Of("tests", "Fixtures", "kernels", "after.json"), path => KernelRatios.Load(path)) > 0);

    [Fact]
    public void Load_DamagedRunRecord_ReadsOrRefuses()
    {
        using var run = new GatedRun();
        Assert.True(Fuzz.Run(File.ReadAllBytes(run.Folder.Manifest), path => RunManifest.Load(path)) > 0);
    }

    private static byte[] Of(params string[] parts) => File.ReadAllBytes(Path.Combine([RepositoryRoot.Path, .. parts]));
}
