using Dino.Core;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Dino.Repro.Prediction;

/// <summary>Image files that a command line names.</summary>
internal static class ImagePaths
{
    private const char Wildcard = '*';

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"];

    /// <summary>Files as they are, the pictures of folders, and what patterns with <c>*</c> and <c>**</c> match; in this order, each once.</summary>
    /// <remarks>Patterns follow links to folders, into each real folder once.</remarks>
    /// <exception cref="BadInputException">A folder has no picture, or a pattern matches nothing.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> arguments) => [.. arguments.SelectMany(Expand).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Expand(string argument)
    {
        if (Directory.Exists(argument))
        {
            var pictures = Directory.EnumerateFiles(argument).Where(IsPicture).Order(StringComparer.Ordinal).ToList();
            return pictures.Count > 0 ? pictures : throw new BadInputException($"{argument}: has no pictures; expected files ending in {string.Join(", ", Extensions)}");
        }

        return argument.Contains(Wildcard, StringComparison.Ordinal) && !File.Exists(argument) ? Match(argument) : [argument];
    }

    private static List<string> Match(string pattern)
    {
        var cut = pattern.LastIndexOf('/', pattern.IndexOf(Wildcard, StringComparison.Ordinal)) + 1;
        var folder = cut == 0 ? "." : pattern[..cut];
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern[cut..]);
        var anywhere = pattern.Contains("**", StringComparison.Ordinal);
        var depth = anywhere ? int.MaxValue : pattern[cut..].Count(letter => letter == '/');
        var all = Directory.Exists(folder) ? FolderWalk.Files(folder, depth) : [];
        var files = matcher.Match(all.Select(path => Path.GetRelativePath(folder, path))).Files
            .Select(match => Path.Combine(pattern[..cut], match.Path)).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new BadInputException($"{pattern}: matches no file");
    }

    private static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
