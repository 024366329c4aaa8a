using System.Diagnostics;
using System.Globalization;
using Dino.Core;
using Dino.Torch.Runtime;

namespace Dino.Pipeline.Runs;

/// <summary>Runs stages in order, keeps the manifest, and leaves alone what is unchanged. A stage's files take their place in the run only when
/// it has finished; nothing that the manifest does not prove to be the run's own is deleted or overwritten.</summary>
public sealed class StageRunner
{
    private readonly RunContext _context;
    private readonly RunSession _session;
    private readonly TimeProvider _time;
    private readonly OwnedFiles _files;
    private readonly StageJudge _judge;

    public StageRunner(RunContext context, RunSession session, TimeProvider time)
    {
        (_context, _session, _time) = (context, session, time);
        _files = new OwnedFiles(context.Folder.Root, time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture));
        _judge = new StageJudge(context, _files);
    }

    /// <summary>Runs every stage up to and including <paramref name="last"/>.</summary>
    /// <param name="force">Runs again what is unchanged, and replaces results of other options.</param>
    /// <exception cref="BadInputException">Results would be lost that were made with other options or by another verb; nothing has been touched.</exception>
    public RunManifest Run(IReadOnlyList<IStage> stages, string last, bool force, CancellationToken cancellation)
    {
        var wanted = stages.Take(stages.Index().First(stage => stage.Item.Name == last).Index + 1).ToList();
        if (!force)
        {
            var plan = _judge.Plan(_session.Manifest, wanted);
            wanted.ForEach(stage => RequireConsent(stage, plan[stage.Name]));
        }

        _session.Keep(_session.Manifest with { Profile = _context.Profile.Name, Seed = _context.Seed, Options = _context.Given });
        var verdicts = new Dictionary<string, StageVerdict>();
        foreach (var stage in wanted)
        {
            cancellation.ThrowIfCancellationRequested();
            var verdict = verdicts[stage.Name] = _judge.Judge(_session.Manifest, stage, verdicts);
            if (!verdict.Runs && !force)
            {
                _context.Console.Reused(stage.Title, _session.Manifest.Stages[stage.Name].Started);
                continue;
            }

            if (!force)
            {
                // What could not be judged before is known now.
                RequireConsent(stage, verdict);
            }

            RunOne(stage, verdict, force, cancellation);
        }

        return _session.Manifest;
    }

    /// <summary>Runs one stage again whose earlier stages have finished.</summary>
    public void Redo(IStage stage, CancellationToken cancellation) => RunOne(stage, new StageVerdict(Runs: true), force: true, cancellation);

    /// <exception cref="BadInputException">The stage would replace what was made with other options or by another verb.</exception>
    private void RequireConsent(IStage stage, StageVerdict verdict)
    {
        if (verdict is { Runs: false } or { Resumes: true })
        {
            return;
        }

        var discards = stage.Discards(_context);
        var lost = verdict.OtherOptions && (discards is not null || _session.Manifest.Stages[stage.Name].Outputs.Count > 0);
        if (lost || (discards is not null && !verdict.CodeAlone))
        {
            var record = _session.Manifest.Stages.GetValueOrDefault(stage.Name);
            throw new BadInputException(
                $"{_context.Folder.Root}: {discards ?? $"the result of stage {stage.Name} of {record!.Started}"} would be discarded "
                + $"({verdict.Why ?? (record is null ? "dino reproduce did not make it" : "what it was made from has changed")}{OptionChanges()}); "
                + "--force replaces it and all that was made from it, --output chooses another folder");
        }
    }

    /// <summary>Which options of the command line differ from those of the run, such as "; --epochs 5, was 3".</summary>
    private string OptionChanges()
    {
        var (now, then) = (_context.Given, _session.Manifest.Options ?? new Dictionary<string, string>());
        var changes = now.Keys.Union(then.Keys).Where(name => now.GetValueOrDefault(name) != then.GetValueOrDefault(name)).Order(StringComparer.Ordinal)
            .Select(name => $"--{name} {now.GetValueOrDefault(name, "not given")}, was {then.GetValueOrDefault(name, "not given")}").ToList();
        return changes.Count == 0 ? "" : $"; {string.Join("; ", changes)}";
    }

    private void RunOne(IStage stage, StageVerdict verdict, bool force, CancellationToken cancellation)
    {
        var earlier = _session.Manifest.Stages.GetValueOrDefault(stage.Name);
        _context.Console.Begin(stage.Title);
        if (verdict.Why is { } why)
        {
            _context.Console.Line($"  {why}");
        }

        var parts = _judge.Parts(_session.Manifest, stage);
        var resume = verdict.Resumes && !force && stage.CanResume(_context);
        var started = _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var record = new StageRecord(Fingerprint.Of(stage.Name, parts), Finished: false, started, 0, 0, earlier?.Outputs ?? Empty, earlier?.Facts ?? Empty)
        {
            Parts = parts,
            Byproducts = earlier?.Byproducts ?? Empty,
            Superseded = earlier?.Superseded ?? Empty,
        };
        if (!resume)
        {
            record = MakeRoom(stage, record, force);
        }

        // What was known of the stage stays known while it runs again: its files, and the hash of downloaded weights.
        Keep(stage, record);
        PeakMemory.Reset();
        var watch = Stopwatch.StartNew();
        var result = Execute(stage, resume, record, cancellation, out var outputs);
        Keep(stage, new StageRecord(
            record.Fingerprint, Finished: true, started, Math.Round(watch.Elapsed.TotalSeconds, 2), Math.Round(PeakMemory.Megabytes()), outputs, result.Facts)
        {
            Parts = parts,
            Byproducts = Hashes(_context.Folder.Root, result.Byproducts),
        });
        _context.Console.End(stage.Title, result.Summary, watch.Elapsed);
    }

    /// <summary>Lets the stage write beside the run, then puts its files into their place.</summary>
    private StageResult Execute(IStage stage, bool resume, StageRecord record, CancellationToken cancellation, out IReadOnlyDictionary<string, string> outputs)
    {
        var work = _context.Folder.Work;
        OwnedFiles.RequireNoLink(work);
        DeleteWork();
        try
        {
            Directory.CreateDirectory(work);
            var result = stage.Execute(_context, new RunFolder(work), resume, cancellation);
            var made = Hashes(work, Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories));
            var kept = Hashes(_context.Folder.Root, result.Kept);
            outputs = made.Concat(kept).ToDictionary();
            var superseded = record.Outputs.Concat(record.Superseded.Where(file => !record.Outputs.ContainsKey(file.Key)))
                .Where(file => stage.ResumableFolder(_context.Folder) is null || made.ContainsKey(file.Key)).ToDictionary();
            // From here on both the old and the new files are known as the run's own, whenever the process ends.
            Keep(stage, record with { Outputs = outputs, Superseded = superseded });
            if (_files.Take(work, made, superseded) is { Count: > 0 } moved)
            {
                _context.Console.Warn(
                    $"{moved.Count} files in the place of the stage's own were not as the run had made them and are kept: {moved[0]}{(moved.Count > 1 ? ", ..." : "")}");
            }

            return result;
        }
        finally
        {
            DeleteWork();
        }

        void DeleteWork()
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    /// <summary>Clears the folder of a stage that starts afresh where it could resume: what the record proves goes when that was asked for,
    /// anything else is kept in <c>replaced/</c>.</summary>
    private StageRecord MakeRoom(IStage stage, StageRecord record, bool force)
    {
        if (stage.ResumableFolder(_context.Folder) is not { } folder)
        {
            return record;
        }

        OwnedFiles.RequireNoLink(folder);
        if (force)
        {
            _files.DeleteIntact(record.Outputs.Concat(record.Byproducts));
        }

        if (stage.Discards(_context) is { } rest)
        {
            _context.Console.Line($"  {rest}: kept in {_files.SetAside(Path.GetRelativePath(_context.Folder.Root, folder))}");
        }

        return record with { Outputs = Empty, Byproducts = Empty };
    }

    private static IReadOnlyDictionary<string, string> Empty => new Dictionary<string, string>();

    private static IReadOnlyDictionary<string, string> Hashes(string folder, IEnumerable<string> paths)
        => paths.Order(StringComparer.Ordinal).ToDictionary(path => Path.GetRelativePath(folder, path), FileHash.Sha256);

    private void Keep(IStage stage, StageRecord record) => _session.Keep(_session.Manifest.With(stage.Name, record));
}
