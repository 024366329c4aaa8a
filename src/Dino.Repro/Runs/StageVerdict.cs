namespace Dino.Repro.Runs;

/// <summary>Whether a stage has to run, and what its last result has to do with it.</summary>
/// <param name="Runs">False where the recorded result stands.</param>
/// <param name="Resumes">The last attempt had the same fingerprint: what it left is the beginning of this one.</param>
/// <param name="OtherOptions">The recorded result was made with other options.</param>
/// <param name="CodeAlone">Nothing but the program has changed since, here and in the stages before: the same result was asked for.</param>
/// <param name="Why">For people; null where there is nothing to say.</param>
internal sealed record StageVerdict(bool Runs, bool Resumes = false, bool OtherOptions = false, bool CodeAlone = false, string? Why = null);
