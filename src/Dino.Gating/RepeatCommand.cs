using System.Text.RegularExpressions;
using Dino.Pipeline.Runs;

namespace Dino.Gating;

/// <summary>The command that makes a run and judges it again, for who reads of a failure elsewhere.</summary>
internal static partial class RepeatCommand
{
    /// <param name="judged">What the gate's own command line said; it goes before what the run's said.</param>
    public static string For(RunManifest run, IReadOnlyDictionary<string, string> judged)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["profile"] = run.Profile,
            ["device"] = run.Environment.Device,
            ["seed"] = run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in (run.Options ?? new Dictionary<string, string>()).Concat(judged))
        {
            options[name] = value;
        }

        return "dotnet cake --target=Gate " + string.Join(' ', options.Select(option => $"--{option.Key}={Quoted(option.Value)}"));
    }

    /// <summary>As a POSIX shell needs it.</summary>
    private static string Quoted(string value)
        => Plain().IsMatch(value) ? value : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A[\w./:,@%+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
