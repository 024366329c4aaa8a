using Dino.Core;

namespace Dino.Repro.Options;

/// <summary>A folder in which a verb chooses the files' names: one that holds nothing, or what the same verb wrote.</summary>
/// <param name="path">The folder.</param>
/// <param name="verb">Whose files it holds.</param>
internal sealed class OutputFolder(string path, string verb)
{
    /// <summary>The file that says whose folder it is.</summary>
    public const string Mark = ".made-by-dino";

    private string MarkFile => Path.Combine(path, Mark);

    private string Text => $"dino {verb}\n";

    /// <exception cref="BadInputException">The folder holds something else; nothing was written.</exception>
    public OutputFolder Require()
    {
        if (File.Exists(path))
        {
            throw new BadInputException($"{path}: is a file; dino {verb} writes a folder of this name. Choose another --output");
        }

        var isOurs = !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()
            || (File.Exists(MarkFile) && File.ReadAllText(MarkFile) == Text);
        return isOurs
            ? this
            : throw new BadInputException($"{path}: holds files that dino {verb} did not write; choose another --output");
    }

    /// <summary>Marks the folder, before the first file is written.</summary>
    public void Claim()
    {
        Require();
        AtomicFile.WriteText(MarkFile, Text);
    }
}
