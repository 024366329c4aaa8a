using Dino.Repro.Runs;

namespace Dino.Repro.Baselines;

/// <summary>Where the baselines of one profile on one class of device lie: a folder of this name in each kind's folder, each with its manifest.</summary>
/// <param name="Root">As a rule <c>baselines</c>.</param>
/// <param name="Profile">Name of the profile.</param>
/// <param name="Device">See <see cref="DeviceClass"/>.</param>
public sealed record BaselineFolder(string Root, string Profile, string Device)
{
    private const string ManifestName = "manifest.json";

    public string Metrics => Of("metrics");

    public string Attention => Of("attention");

    public string Figures => Of("figures");

    public string Benchmarks => Of("benchmarks");

    /// <summary>cpu or cuda: what is compared does not depend on the model of the device beyond rounding; what does (time) is compared on equal processors only.</summary>
    public static string DeviceClass(RunManifest run) => run.Environment.Device;

    public static BaselineFolder For(string root, RunManifest run) => new(root, run.Profile, DeviceClass(run));

    /// <summary>The manifest of a kind's folder; null when nothing was accepted yet.</summary>
    public static BaselineManifest? Manifest(string kind)
        => Path.Combine(kind, ManifestName) is var path && File.Exists(path) ? BaselineManifest.Load(path) : null;

    public static void Save(string kind, BaselineManifest manifest) => manifest.Save(Path.Combine(kind, ManifestName));

    private string Of(string kind) => Path.Combine(Root, kind, $"{Profile}-{Device}");
}
