using System.Text;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Pipeline.Runs;

/// <summary>What the manifest keeps of one stage.</summary>
/// <param name="Fingerprint">SHA-256 of all that decides the result: the hash over <see cref="Parts"/>.</param>
/// <param name="Finished">False while it runs and after an interruption.</param>
/// <param name="Started">UTC, ISO 8601.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMemoryMegabytes">Largest resident set while it ran.</param>
/// <param name="Outputs">The stage's files relative to the run's folder and their SHA-256. While the stage runs again, those of its last result.</param>
/// <param name="Facts">What a reader of the manifest wants to know: counts, hashes of inputs.</param>
public sealed record StageRecord(
    string Fingerprint,
    bool Finished,
    string Started,
    double Seconds,
    double PeakMemoryMegabytes,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>What decides the result, by name, each as a hash: settings, code, inputs, and the identity of every stage before (<see cref="Identity"/>).</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that the stage made and nothing reads later, with their SHA-256: the run may delete them.</summary>
    public IReadOnlyDictionary<string, string> Byproducts { get; init; } = new Dictionary<string, string>();

    /// <summary>Files of the last result, with their SHA-256, while those of <see cref="Outputs"/> take their place; empty otherwise.</summary>
    public IReadOnlyDictionary<string, string> Superseded { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of what the result was made from and of what it is. A later stage belongs to exactly the record whose identity it was given.</summary>
    [JsonIgnore]
    public string Identity => FileHash.Sha256(Encoding.UTF8.GetBytes(string.Join(
        '\n', Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).Select(output => $"{output.Value} {output.Key}").Prepend(Fingerprint))));
}
