namespace Dino.Repro.Runs;

/// <summary>What the manifest keeps of one stage.</summary>
/// <param name="Fingerprint">SHA-256 of all that decides the result: settings, code, inputs, the stages before.</param>
/// <param name="Finished">False while it runs and after an interruption.</param>
/// <param name="Started">UTC, ISO 8601.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMemoryMegabytes">Largest resident set while it ran.</param>
/// <param name="Outputs">Files relative to the run's folder and their SHA-256.</param>
/// <param name="Facts">What a reader of the manifest wants to know: counts, hashes of inputs.</param>
public sealed record StageRecord(
    string Fingerprint,
    bool Finished,
    string Started,
    double Seconds,
    double PeakMemoryMegabytes,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, string> Facts);
