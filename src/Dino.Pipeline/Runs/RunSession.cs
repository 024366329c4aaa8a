using Dino.Core;

namespace Dino.Pipeline.Runs;

/// <summary>A run's folder, held by this process from opening to disposal, with its manifest.</summary>
public sealed class RunSession : IDisposable
{
    private readonly RunFolder _folder;
    private readonly FolderLock _lock;

    private RunSession(RunFolder folder, FolderLock held, RunManifest manifest) => (_folder, _lock, Manifest) = (folder, held, manifest);

    public RunManifest Manifest { get; private set; }

    /// <summary>Opens the folder for a verb that writes a run; begins a run where there is none.</summary>
    /// <exception cref="BadInputException">The folder belongs to somebody else, is in use, or holds the verb's own input.</exception>
    public static RunSession Begin(RunContext context)
    {
        RequireForeignInput(context);
        RequireOwnFolder(context.Folder);
        return Open(context.Folder, context.Console.Warn, stored => new RunManifest(
            context.Profile.Name,
            context.Seed,
            EnvironmentFacts.Collect(context.Device),
            stored?.Stages ?? new Dictionary<string, StageRecord>(),
            stored is null ? context.Given : stored.Options));
    }

    /// <summary>Opens a run for a verb that reads what it made.</summary>
    /// <exception cref="BadInputException">There is no run, its manifest is damaged, or it is in use.</exception>
    public static RunSession OpenExisting(RunFolder folder)
        => RunManifest.Load(folder.Manifest) is null
        ? throw new BadInputException($"{folder.Manifest}: no such run; run dino reproduce first, or name the run's folder with --output")
        : Open(folder, static _ => { }, stored => stored!);

    /// <summary>Writes the manifest, and a copy that a damaged one is restored from.</summary>
    public void Keep(RunManifest manifest)
    {
        Manifest = manifest;
        manifest.Save(_folder.Manifest);
        manifest.Save(_folder.ManifestCopy);
    }

    public void Dispose() => _lock.Dispose();

    private static RunSession Open(RunFolder folder, Action<string> warn, Func<RunManifest?, RunManifest> manifest)
    {
        var held = new FolderLock(folder.Root);
        try
        {
            AtomicFile.DeleteLeftovers(folder.Root);
            var session = new RunSession(folder, held, manifest(Stored(folder, warn)));
            session.Keep(session.Manifest);
            return session;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The manifest or, where it is damaged or gone, its copy.</summary>
    private static RunManifest? Stored(RunFolder folder, Action<string> warn)
    {
        try
        {
            if (RunManifest.Load(folder.Manifest) is { } manifest)
            {
                return manifest;
            }
        }
        catch (BadInputException problem) when (File.Exists(folder.ManifestCopy))
        {
            warn(problem.Message);
        }

        if (RunManifest.Load(folder.ManifestCopy) is not { } copy)
        {
            return null;
        }

        warn($"{folder.Manifest}: restored from {folder.ManifestCopy}");
        return copy;
    }

    /// <summary>A folder with entries of a run's names and without a manifest is somebody else's. What the verbs that stand alone write
    /// (predictions/, evaluation/, attention/, finetune/) may be there.</summary>
    private static void RequireOwnFolder(RunFolder folder)
    {
        OwnedFiles.RequireNoLink(folder.Root);
        if (InputFile.IsThere(folder.Manifest) || InputFile.IsThere(folder.ManifestCopy))
        {
            return;
        }

        string[] stages = [folder.Data, folder.Pretrained, folder.FineTuned, folder.Figures, folder.Report, folder.Page, folder.Work];
        if (stages.FirstOrDefault(Path.Exists) is { } foreign)
        {
            throw new BadInputException($"{foreign}: was not made by a run, as {folder.Manifest} is missing; choose an empty or a new folder with --output");
        }
    }

    private static void RequireForeignInput(RunContext context)
    {
        string[] owned = [context.Folder.Data, context.Folder.FineTune, context.Folder.Work];
        foreach (var (option, path) in new[] { ("--data", context.DataPath), ("--annotations", context.AnnotationsPath), ("--weights", context.WeightsPath) })
        {
            if (path is not null && owned.FirstOrDefault(folder => IsInside(Path.GetFullPath(path), folder)) is { } folder)
            {
                throw new BadInputException($"{option} {path}: lies in {folder}, which the run writes to; move it or choose another --output");
            }
        }
    }

    private static bool IsInside(string path, string folder)
        => (path + Path.DirectorySeparatorChar).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
