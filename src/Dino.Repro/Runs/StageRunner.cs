using System.Diagnostics;
using System.Globalization;
using Dino.Core;
using Dino.Training.Runtime;

namespace Dino.Repro.Runs;

/// <summary>Runs stages in order, keeps the manifest, and leaves alone what is unchanged.</summary>
public sealed class StageRunner(RunContext context, TimeProvider time)
{
    private RunManifest _manifest = LoadOrCreate(context);

    /// <summary>Runs every stage up to and including <paramref name="last"/>.</summary>
    /// <param name="force">Runs again what is unchanged.</param>
    public RunManifest Run(IReadOnlyList<IStage> stages, string last, bool force, CancellationToken cancellation)
    {
        foreach (var stage in stages)
        {
            cancellation.ThrowIfCancellationRequested();
            RunOne(stage, force, cancellation);
            if (string.Equals(stage.Name, last, StringComparison.Ordinal))
            {
                break;
            }
        }

        return _manifest;
    }

    private void RunOne(IStage stage, bool force, CancellationToken cancellation)
    {
        var fingerprint = Fingerprint.Of(stage.Name, stage.Settings(context), stage.DependsOn.Select(name => _manifest.Stages[name].Fingerprint));
        var earlier = _manifest.Stages.GetValueOrDefault(stage.Name);
        var same = earlier is not null && string.Equals(earlier.Fingerprint, fingerprint, StringComparison.Ordinal);
        if (same && earlier!.Finished && !force && earlier.Outputs.All(IsUnchanged))
        {
            context.Console.Reused(stage.Title, earlier.Started);
            return;
        }

        context.Console.Begin(stage.Title);
        var started = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        // What was known of the stage stays known while it runs again and after an interruption: the hash of downloaded weights is checked against it.
        Keep(stage, new StageRecord(fingerprint, false, started, 0, 0, new Dictionary<string, string>(), earlier?.Facts ?? new Dictionary<string, string>()));
        PeakMemory.Reset();
        var watch = Stopwatch.StartNew();
        var result = stage.Execute(context, resume: same && !earlier!.Finished && !force, cancellation);
        var outputs = result.Outputs.ToDictionary(path => Path.GetRelativePath(context.Folder.Root, path), FileHash.Sha256);
        Keep(stage, new StageRecord(fingerprint, true, started, Math.Round(watch.Elapsed.TotalSeconds, 2), Math.Round(PeakMemory.Megabytes()), outputs, result.Facts));
        context.Console.End(stage.Title, result.Summary, watch.Elapsed);
    }

    private bool IsUnchanged(KeyValuePair<string, string> output)
    {
        var path = Path.Combine(context.Folder.Root, output.Key);
        return File.Exists(path) && string.Equals(FileHash.Sha256(path), output.Value, StringComparison.Ordinal);
    }

    private void Keep(IStage stage, StageRecord record)
    {
        _manifest = _manifest.With(stage.Name, record);
        _manifest.Save(context.Folder.Manifest);
    }

    private static RunManifest LoadOrCreate(RunContext context)
    {
        var stored = RunManifest.Load(context.Folder.Manifest);
        return new RunManifest(context.Profile.Name, context.Seed, EnvironmentFacts.Collect(context.Device), stored?.Stages ?? new Dictionary<string, StageRecord>(), context.Given);
    }
}
