using Dino.Pipeline.Code;

namespace Dino.Pipeline.Runs;

/// <summary>One step of a run.</summary>
public interface IStage
{
    /// <summary>As on the command line: data, weights, evaluate-pretrained, ...</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>Names of the stages whose results it reads.</summary>
    IReadOnlyList<string> DependsOn { get; }

    /// <summary>Names of the libraries whose code decides the result, with all that they refer to
    /// (<see cref="CodeInventory"/>): every one that the stage calls. This program itself always counts.</summary>
    IReadOnlyList<string> Code { get; }

    /// <summary>The options that decide the result, of profile and command line; serialised into the fingerprint.</summary>
    object Settings(RunContext context);

    /// <summary>The user's files that decide the result: what they are to the stage, and the SHA-256 of their content.</summary>
    IReadOnlyDictionary<string, string> Inputs(RunContext context) => new Dictionary<string, string>();

    /// <summary>The folder in the run that the stage fills step by step and can resume from; null for a stage that always starts afresh.</summary>
    string? ResumableFolder(RunFolder folder) => null;

    /// <summary>Whether what lies in <see cref="ResumableFolder"/> is sound; says so to the user where it is not.</summary>
    bool CanResume(RunContext context) => true;

    /// <summary>What lies in <see cref="ResumableFolder"/> and a fresh start would throw away, in words; null for nothing of worth.</summary>
    string? Discards(RunContext context) => null;

    /// <summary>Does the work.</summary>
    /// <param name="context">Its folder is the run's: what earlier stages made is read there.</param>
    /// <param name="output">An empty folder laid out as the run's. What the stage writes there takes its place in the run once the stage has
    /// finished. A stage with a <see cref="ResumableFolder"/> writes to that instead.</param>
    /// <param name="resume">True when an earlier attempt with the same fingerprint was interrupted or its files were damaged since.</param>
    StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation);
}

/// <summary>What a stage made, beside the files in its output folder.</summary>
/// <param name="Facts">For the manifest.</param>
/// <param name="Summary">One line for people.</param>
public sealed record StageResult(IReadOnlyDictionary<string, string> Facts, string Summary)
{
    /// <summary>Files of the stage's resumable folder that later stages read: their content is pinned.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Files of the stage's resumable folder that no later stage reads: recorded as the run's own.</summary>
    public IReadOnlyList<string> Byproducts { get; init; } = [];
}
