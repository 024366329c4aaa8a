namespace Dino.Repro.Runs;

/// <summary>One step of a run.</summary>
public interface IStage
{
    /// <summary>As on the command line: data, weights, evaluate-pretrained, ...</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>Names of the stages whose results it reads.</summary>
    IReadOnlyList<string> DependsOn { get; }

    /// <summary>All that decides the result besides the stages it depends on; serialised into the fingerprint. Reads files' hashes if need be.</summary>
    object Settings(RunContext context);

    /// <summary>Does the work.</summary>
    /// <param name="resume">True when an earlier attempt with the same fingerprint was interrupted.</param>
    StageResult Execute(RunContext context, bool resume, CancellationToken cancellation);
}
