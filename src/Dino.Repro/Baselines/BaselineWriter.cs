using System.IO.Compression;
using Dino.Core;
using Dino.Figures.Drawing;
using Dino.Repro.Gating;
using Dino.Repro.Gating.Checks;
using Dino.Repro.Runs;

namespace Dino.Repro.Baselines;

/// <summary>Makes a run the baseline; the only writer of these folders. Each kind is written beside the old one and then takes its place as a whole.</summary>
public static class BaselineWriter
{
    /// <param name="kernels">Ratios of a benchmark run; null leaves the accepted ones as they are.</param>
    /// <returns>The folders written.</returns>
    public static IReadOnlyList<string> Write(RunFolder run, BaselineFolder baseline, BaselineManifest manifest, string? kernels)
    {
        List<(string Folder, Action<string> Fill)> kinds =
        [
            (baseline.Metrics, folder => CopyMetrics(run, folder)),
            (baseline.Attention, folder => CopyAttention(run, folder)),
            (baseline.Figures, folder => CopyFigures(run, folder)),
        ];
        if (kernels is not null)
        {
            kinds.Add((baseline.Benchmarks, folder => CopyFile(kernels, Path.Combine(folder, KernelCheck.FileName))));
        }

        foreach (var (folder, fill) in kinds)
        {
            var next = folder + ".new";
            Remove(next);
            fill(next);
            BaselineFolder.Save(next, manifest);
            Remove(folder);
            Directory.Move(next, folder);
        }

        return [.. kinds.Select(kind => kind.Folder)];
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void CopyMetrics(RunFolder run, string folder)
    {
        foreach (var name in GatedEvaluation.Names)
        {
            var (source, target) = (Path.Combine(run.Root, name), Path.Combine(folder, name));
            CopyFile(Path.Combine(source, GatedEvaluation.Metrics), Path.Combine(target, GatedEvaluation.Metrics));
            CopyFile(Path.Combine(source, GatedEvaluation.Table), Path.Combine(target, GatedEvaluation.Table));
            AtomicFile.Write(Path.Combine(target, GatedEvaluation.StoredDetections), stream =>
            {
                using var detections = File.OpenRead(Path.Combine(source, GatedEvaluation.Detections));
                using var compressed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
                detections.CopyTo(compressed);
            });
        }
    }

    private static void CopyAttention(RunFolder run, string folder)
    {
        foreach (var subject in AttentionCheck.Subjects(run.Attention))
        {
            foreach (var suffix in new[] { AttentionCheck.WeightsSuffix, AttentionCheck.LocationsSuffix })
            {
                CopyFile(Path.Combine(run.Attention, subject + suffix), Path.Combine(folder, subject + suffix));
            }
        }
    }

    private static void CopyFigures(RunFolder run, string folder)
    {
        foreach (var picture in Directory.EnumerateFiles(run.Figures, "*.png"))
        {
            Thumbnail.Save(picture, Path.Combine(folder, Path.GetFileName(picture)));
        }
    }

    private static void CopyFile(string source, string target) => AtomicFile.Write(target, stream =>
    {
        using var input = File.OpenRead(source);
        input.CopyTo(stream);
    });
}
