using System.IO.Compression;
using System.Text.RegularExpressions;
using Dino.Core;
using Dino.Figures.Drawing;
using Dino.Gating.Baselines;
using Dino.Gating.Checks;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;

namespace Dino.Gating.Acceptance;

/// <summary>Makes a run the baseline of its profile, device and dataset; the only writer of these folders.</summary>
/// <remarks>A new baseline is filled in a folder of a temporary name, and its manifest is written last. Renaming that folder to
/// <see cref="BaselineFolder.Next"/> makes it the baseline. Removing the old one and giving the new one its place can be done
/// over after a kill.</remarks>
public static partial class BaselineWriter
{
    /// <param name="folder">The run's; its files are copied as the manifest's run records them.</param>
    /// <param name="kernels">Ratios of a benchmark run; null keeps those of the old baseline.</param>
    /// <exception cref="BadInputException">A file of the run is not as recorded, or something lies in the baseline's place that
    /// is not of it. The old baseline stays.</exception>
    public static void Write(
        RunFolder folder, BaselineFolder place, string accepted, string reason, RunManifest run, KernelRatios? kernels)
    {
        using var held = new FolderLock(place.Root);
        DeleteUnfinished(place);
        Settle(place);
        var old = place.Open();
        RequireNothingElse(place.Place, old);

        var work = $"{place.Place}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(work);
        try
        {
            CopyMetrics(folder, run, work);
            CopyAttention(folder, run, work);
            CopyFigures(folder, run, work);
            var origin = CopyKernels(old, kernels, $"accepted {accepted} ({reason})", work);
            var files = Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .ToDictionary(path => RelativeName(work, path), FileHash.Sha256);
            new BaselineManifest(accepted, reason, run, files, origin).Save(Baseline.ManifestOf(work));
            Directory.Move(work, place.Next);
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }

        Settle(place);
    }

    /// <summary>Lets a complete new baseline take the place of the old one.</summary>
    private static void Settle(BaselineFolder place)
    {
        OwnedFiles.RequireNoLink(place.Place);
        OwnedFiles.RequireNoLink(place.Next);
        if (Baseline.Open(place.Next) is null)
        {
            RequireNothingElse(place.Next, null);
            return;
        }

        var manifest = Baseline.ManifestOf(place.Place);
        if (File.Exists(manifest))
        {
            var files = BaselineManifest.Load(manifest).Files;
            new OwnedFiles(place.Place, "").DeleteIntact(files);
            DeleteEmptyFolders(place.Place, files.Keys);
            // Last, as it proves whose files the others are.
            File.Delete(manifest);
        }

        RequireNothingElse(place.Place, null);
        if (Directory.Exists(place.Place))
        {
            Directory.Delete(place.Place);
        }

        Directory.Move(place.Next, place.Place);
    }

    /// <summary>Those that a kill left between the removal of their last file and their own.</summary>
    private static void DeleteEmptyFolders(string folder, IEnumerable<string> files)
    {
        foreach (var path in files.Select(file => Path.Combine(folder, Path.GetDirectoryName(file)!)).Distinct())
        {
            if (path.Length > folder.Length + 1 && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
            {
                Directory.Delete(path);
            }
        }
    }

    /// <summary>Removes what a killed process began, by the names that only this class gives.</summary>
    private static void DeleteUnfinished(BaselineFolder place)
    {
        var begun = Directory.GetDirectories(place.Root, place.Key + ".*.tmp");
        foreach (var folder in begun.Where(folder => UnfinishedName().IsMatch(folder)))
        {
            OwnedFiles.RequireNoLink(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <exception cref="BadInputException">The folder holds what the baseline does not know.</exception>
    private static void RequireNothingElse(string folder, Baseline? known)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // Lists a folder before it goes down, so that a link to a folder is found before it is followed.
        var foreign = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .FirstOrDefault(path => known is null || !IsPart(known, path));
        if (foreign is not null)
        {
            throw new BadInputException($"{foreign}: is not part of a baseline and would be lost; move it out of {folder}");
        }
    }

    private static bool IsPart(Baseline baseline, string path)
    {
        var name = RelativeName(baseline.Folder, path);
        return path == Baseline.ManifestOf(baseline.Folder) || baseline.Has(name) || baseline.FilesOf(name, "").Any();
    }

    private static string RelativeName(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static void CopyMetrics(RunFolder folder, RunManifest run, string target)
    {
        foreach (var (name, stage) in GatedEvaluation.Names.Zip([EvaluateStage.Pretrained.Name, EvaluateStage.FineTuned.Name]))
        {
            var files = RunFacts.Outputs(run, stage);
            foreach (var file in new[] { GatedEvaluation.Metrics, GatedEvaluation.Table })
            {
                Copy(folder, files, $"{name}/{file}", target);
            }

            var detections = Read(folder, files, $"{name}/{GatedEvaluation.Detections}");
            AtomicFile.Write(Path.Combine(target, name, GatedEvaluation.StoredDetections), stream =>
            {
                using var compressed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
                compressed.Write(detections);
            });
        }
    }

    private static void CopyAttention(RunFolder folder, RunManifest run, string target)
    {
        var files = RunFacts.Outputs(run, AttentionStage.StageName);
        foreach (var file in files.Keys.Where(AttentionCheck.IsArray))
        {
            Copy(folder, files, file, target);
        }
    }

    private static void CopyFigures(RunFolder folder, RunManifest run, string target)
    {
        var files = RunFacts.Outputs(run, ReportStage.StageName);
        foreach (var file in files.Keys.Where(FigureCheck.IsFigure))
        {
            _ = Read(folder, files, file);
            Thumbnail.Save(Path.Combine(folder.Root, file), Path.Combine(target, file));
        }
    }

    /// <returns>Where the ratios come from; null where there are none.</returns>
    private static string? CopyKernels(Baseline? old, KernelRatios? kernels, string origin, string target)
    {
        if (kernels is not null)
        {
            kernels.Save(Path.Combine(target, Baseline.Kernels));
            return origin;
        }

        if (old?.Has(Baseline.Kernels) != true)
        {
            return null;
        }

        var ratios = File.ReadAllBytes(old.Locate(Baseline.Kernels));
        AtomicFile.Write(Path.Combine(target, Baseline.Kernels), stream => stream.Write(ratios));
        return old.Manifest.KernelsOrigin;
    }

    private static void Copy(RunFolder folder, IReadOnlyDictionary<string, string> files, string file, string target)
    {
        var content = Read(folder, files, file);
        AtomicFile.Write(Path.Combine(target, file), stream => stream.Write(content));
    }

    /// <summary>A file of the run, as recorded.</summary>
    private static byte[] Read(RunFolder folder, IReadOnlyDictionary<string, string> files, string file)
    {
        var path = Path.Combine(folder.Root, file);
        return files.TryGetValue(file, out var hash)
            && File.ReadAllBytes(path) is var content
            && FileHash.Sha256(content) == hash
            ? content
            : throw new BadInputException($"{path}: not in the run's record or changed since; dino reproduce makes it again");
    }

    [GeneratedRegex(@"\.\d+-[0-9a-f]{32}\.tmp$")]
    private static partial Regex UnfinishedName();
}
