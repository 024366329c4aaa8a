using System.Text.Json.Nodes;

namespace Dino.Sensitivity.Runs;

/// <summary>The embedded profile on few images and one epoch, for experiments that repeat the pipeline. Time is not judged: they share their machine.</summary>
public static class SmallProfile
{
    /// <returns>The profile's file.</returns>
    public static string Write(string repository, string folder)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Path.Combine(repository, "src", "Dino.Pipeline", "Profiles", "embedded.json")))!.AsObject();
        profile["name"] = "sensitivity";
        profile["data"]!["synthetic_images"] = 40;
        profile["data"]!["train"] = 16;
        profile["data"]!["val"] = 24;
        profile["recipe"]!["epochs"] = 1;
        profile["gate"]!["max_stage_slowdown"] = 1000;
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "small-profile.json");
        File.WriteAllText(file, profile.ToJsonString());
        return file;
    }
}
