namespace Dino.Pipeline.Runs;

/// <summary>Judges which stages' recorded results still stand.</summary>
internal sealed class StageJudge(RunContext context, OwnedFiles files)
{
    /// <summary>Judges a stage whose earlier stages are recorded as finished.</summary>
    /// <param name="before">What was said of those stages, by name; a stage that ran is recorded by now.</param>
    public StageVerdict Judge(RunManifest run, IStage stage, IReadOnlyDictionary<string, StageVerdict> before)
    {
        if (run.Stages.GetValueOrDefault(stage.Name) is not { } record)
        {
            return new StageVerdict(Runs: true);
        }

        if (record.Parts.Count == 0)
        {
            return new StageVerdict(Runs: true, CodeAlone: true, Why: "was made by an earlier version of the program");
        }

        var change = Fingerprint.Compare(record.Parts, Parts(run, stage));
        if (change.Any)
        {
            return new StageVerdict(
                Runs: true,
                OtherOptions: change.Settings && change.Upstream.Count == 0,
                CodeAlone: !change.Settings && change.Inputs.Count == 0 && change.Upstream.All(name => before.GetValueOrDefault(name) is { CodeAlone: true }),
                Why: $"changed: {change}");
        }

        if (!record.Finished)
        {
            return new StageVerdict(Runs: true, Resumes: true, CodeAlone: true, Why: "was interrupted");
        }

        return files.FirstDamaged(record.Outputs) is { } damaged
            ? new StageVerdict(Runs: true, Resumes: true, CodeAlone: true, Why: $"{damaged} is missing or was changed: made again")
            : new StageVerdict(Runs: false, CodeAlone: true);
    }

    /// <summary>Judges all stages before any of them runs: those whose inputs are not there yet by what is said of the stages before.</summary>
    public IReadOnlyDictionary<string, StageVerdict> Plan(RunManifest run, IReadOnlyList<IStage> stages)
    {
        var verdicts = new Dictionary<string, StageVerdict>();
        foreach (var stage in stages)
        {
            var pending = stage.DependsOn.Select(name => verdicts.GetValueOrDefault(name)).Where(verdict => verdict is not { Runs: false }).ToList();
            verdicts[stage.Name] = pending.Count == 0
                ? Judge(run, stage, verdicts)
                : new StageVerdict(Runs: true, CodeAlone: run.Stages.ContainsKey(stage.Name) && pending.All(verdict => verdict is { CodeAlone: true }));
        }

        return verdicts;
    }

    /// <summary>What decides the stage's result now.</summary>
    public IReadOnlyDictionary<string, string> Parts(RunManifest run, IStage stage)
        => Fingerprint.Parts(stage, context, stage.DependsOn.ToDictionary(name => name, name => run.Stages[name].Identity));
}

/// <summary>Whether a stage has to run, and what its last result has to do with it.</summary>
/// <param name="Runs">False where the recorded result stands.</param>
/// <param name="Resumes">The last attempt had the same fingerprint: what it left is the beginning of this one.</param>
/// <param name="OtherOptions">The recorded result was made with other options.</param>
/// <param name="CodeAlone">Nothing but the program has changed since, here and in the stages before: the same result was asked for.</param>
/// <param name="Why">For people; null where there is nothing to say.</param>
internal sealed record StageVerdict(bool Runs, bool Resumes = false, bool OtherOptions = false, bool CodeAlone = false, string? Why = null);
