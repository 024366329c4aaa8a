using Dino.TestUtilities;

namespace Dino.Checkpoints.Tests;

/// <summary>Checkpoints that <c>torch.save</c> wrote, and their values.</summary>
internal static class PthFixture
{
    public static string Path(string name) => System.IO.Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", "pth", name);
}
