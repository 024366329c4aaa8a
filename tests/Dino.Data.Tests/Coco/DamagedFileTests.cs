using Dino.Data.Coco;
using Dino.TestUtilities;

namespace Dino.Data.Tests.Coco;

/// <summary>Annotation files with random damage; longer with DINO_FUZZ_SECONDS.</summary>
public sealed class DamagedFileTests
{
    [Theory]
    [InlineData("02-person-40")]
    [InlineData("10-json-quirks")]
    public void Load_DamagedAnnotations_ReadsOrRefuses(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "coco-eval", name, "gt.json"));
        Assert.True(Fuzz.Run(file, path => CocoDataset.Load(path)) > 0);
    }
}
