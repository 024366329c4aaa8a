using System.Text.Json.Nodes;
using Dino.Core;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Runs;

/// <summary>The embedded profile with a few images and two epochs, which runs in seconds.</summary>
internal static class MiniProfile
{
    public static void Write(string file)
    {
        var embedded = Path.Combine(RepositoryRoot.Path, "src", "Dino.Pipeline", "Profiles", "embedded.json");
        var profile = JsonNode.Parse(File.ReadAllText(embedded))!;
        var (data, recipe) = (profile["data"]!, profile["recipe"]!);
        profile["name"] = "mini";
        (data["synthetic_images"], data["train"], data["val"]) = (7, 4, 3);
        (recipe["epochs"], recipe["batch_size"], recipe["save_checkpoint_minutes"]) = (2, 1, 0);
        AtomicFile.WriteText(file, profile.ToJsonString());
    }
}
