using Dino.Core;
using Dino.Verification.Fixtures;

namespace Dino.Verification;

/// <summary>Every kind of fixture that can be checked. The first that accepts a path runs.</summary>
public static class Verifiers
{
    public static IReadOnlyList<IVerifier> All { get; } =
    [
        new CocoEvalVerifier(),
        new MsDeformAttnVerifier(),
        new DenoisingVerifier(),
        new AssignmentVerifier(),
        new ResizeVerifier(),
        new OddImagesVerifier(),
        new ModelEvalVerifier(),
        new ModelTrainVerifier(),
        new AttentionVerifier(),
        new PthVerifier(),
    ];

    /// <summary>Those that the options' type applies to.</summary>
    /// <exception cref="BadInputException">Nothing there is a fixture of a kind that the type applies to.</exception>
    public static IReadOnlyList<(string Path, IVerifier Verifier)> Find(string path, VerificationOptions options)
    {
        var found = Find(path);
        var applicable = options.DType == VerificationOptions.BFloat16 ? [.. found.Where(entry => entry.Verifier is ModelEvalVerifier)] : found;
        return applicable.Count > 0
            ? applicable
            : throw new BadInputException($"{path}: no fixture of a whole model in evaluation mode (kind model-eval), which is what bfloat16 is verified on");
    }

    /// <summary>The fixtures at <paramref name="path"/>: itself, or all that a folder's entries hold (one level deep), in ordinal order.</summary>
    /// <exception cref="BadInputException">Nothing there is a fixture.</exception>
    public static IReadOnlyList<(string Path, IVerifier Verifier)> Find(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file or folder");
        }

        if (FirstFor(path) is { } verifier)
        {
            return [(path, verifier)];
        }

        var found = (Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path) : [])
            .Order(StringComparer.Ordinal)
            .Select(entry => (Path: entry, Verifier: FirstFor(entry)))
            .Where(entry => entry.Verifier is not null)
            .Select(entry => (entry.Path, entry.Verifier!))
            .ToList();
        return found.Count > 0
            ? found
            : throw new BadInputException($"{path}: not a fixture; expected a safetensors file with a known kind, a pth folder, resize.json, a coco-eval case or odd-images/expected.json");
    }

    private static IVerifier? FirstFor(string path) => All.FirstOrDefault(verifier => verifier.Accepts(path));
}
