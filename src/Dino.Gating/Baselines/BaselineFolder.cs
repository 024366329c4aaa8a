using Dino.Core;
using Dino.Pipeline.Runs;

namespace Dino.Gating.Baselines;

/// <summary>Where the baseline of one profile, class of device and dataset lies. A new one is completed under another name
/// (<see cref="Next"/>) and is the baseline from the moment it has that name; then it takes the old one's place. So there is a
/// whole one at any moment.</summary>
/// <param name="Root">As a rule <c>baselines</c>.</param>
/// <param name="Key">Profile, <see cref="DeviceClass"/> and the first 12 digits of the
/// dataset's hash (<see cref="RunFacts.Dataset"/>), joined by "-".</param>
public sealed record BaselineFolder(string Root, string Key)
{
    internal const string NextSuffix = ".new";

    private const int HashDigits = 12;

    public string Place => Path.Combine(Root, Key);

    /// <summary>A complete baseline that has not taken its place yet: it is the one that counts.</summary>
    internal string Next => Place + NextSuffix;

    /// <summary>cpu or cuda: what is compared does not depend on the model of the device beyond rounding; what does (time) is compared on equal processors only.</summary>
    public static string DeviceClass(RunManifest run) => run.Environment.Device;

    /// <exception cref="BadInputException">The run's data stage has not finished.</exception>
    public static BaselineFolder For(string root, RunManifest run)
        => new(root, $"{run.Profile}-{DeviceClass(run)}-{RunFacts.Dataset(run)[..HashDigits]}");

    /// <summary>All baselines of a folder; one that cannot be read does not count.</summary>
    public static IReadOnlyList<Baseline> All(string root)
    {
        var folders = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        return [.. folders.Select(Key).Distinct().Order(StringComparer.Ordinal).Select(Readable).OfType<Baseline>()];

        static string Key(string folder)
            => Path.GetFileName(folder) is var name && name.EndsWith(NextSuffix, StringComparison.Ordinal)
            ? name[..^NextSuffix.Length]
            : name;

        Baseline? Readable(string key)
        {
            try
            {
                return new BaselineFolder(root, key).Open();
            }
            catch (BadInputException)
            {
                return null;
            }
        }
    }

    /// <summary>Opens the baseline; null when there is none.</summary>
    /// <exception cref="BadInputException">It is damaged or of other data than its name says.</exception>
    public Baseline? Open()
    {
        if (Baseline.Open(Next) is { } next)
        {
            return Checked(next);
        }

        return Baseline.Open(Place) is { } old ? Checked(old) : null;
    }

    /// <summary>As <see cref="Open"/>, for who cannot do without.</summary>
    /// <exception cref="BadInputException">None, or a damaged one; the message says which there are.</exception>
    public Baseline Require()
    {
        if (Open() is { } baseline)
        {
            return baseline;
        }

        var others = string.Join("; ", All(Root).Select(other => $"{Path.GetFileName(other.Folder)} {other.Manifest.Origin}"));
        throw new BadInputException(
            $"{Place}: no baseline of this profile, device and dataset; "
            + (others.Length == 0 ? $"there is none in {Root}. " : $"there are: {others}. ")
            + "dotnet cake --target=AcceptBaselines --reason=\"...\" with the run's options accepts this run");
    }

    private Baseline Checked(Baseline baseline)
        => For(Root, baseline.Manifest.Run) is var named && named.Key == Key
        ? baseline
        : throw new BadInputException(
            $"{baseline.Folder}: its manifest is that of {named.Key}; expected what its name says. Give it its name back");
}
