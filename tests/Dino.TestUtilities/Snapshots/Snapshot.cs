using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Dino.TestUtilities.Snapshots;

/// <summary>Compares a text with the reviewed one beside the test: <c>{TestClass}.{Test}[_{parameters}].verified.{extension}</c>.</summary>
/// <remarks>On a difference the text is left beside it as <c>.received.</c>; whoever has judged it to be right renames it. Nothing does so by itself.</remarks>
public static class Snapshot
{
    private const int ShownDifferences = 5;

    /// <param name="received">The text to check; line endings do not matter.</param>
    /// <param name="tolerance">Of the numbers in it.</param>
    /// <param name="parameters">Tells the cases of a theory apart; null for none.</param>
    /// <param name="extension">Of the files, without a dot.</param>
    /// <param name="file">The test's source file, whose name is the class's; left to the compiler.</param>
    /// <param name="test">The test's name; left to the compiler.</param>
    /// <exception cref="SnapshotMismatchException">The text differs, or no text was verified yet.</exception>
    public static void Match(
        string received, NumericTolerance tolerance, string? parameters = null, string extension = "txt", [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var name = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{test}{(parameters is null ? "" : "_" + parameters)}");
        var (verifiedFile, receivedFile) = ($"{name}.verified.{extension}", $"{name}.received.{extension}");
        var verified = File.Exists(verifiedFile) ? File.ReadAllText(verifiedFile) : null;
        var differences = verified is null ? [] : NumericText.Compare(verified, received, tolerance);
        if (verified is not null && differences.Count == 0)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received.ReplaceLineEndings("\n"));
        throw new SnapshotMismatchException(Message(verifiedFile, receivedFile, verified is not null, differences));
    }

    private static string Message(string verifiedFile, string receivedFile, bool exists, IReadOnlyList<TextDifference> differences)
    {
        var text = new StringBuilder(exists
            ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(verifiedFile)}: {differences.Count} lines differ")
            : $"{Path.GetFileName(verifiedFile)} does not exist");
        foreach (var difference in differences.Take(ShownDifferences))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  line {difference.Line}: {difference.Reason}\n    verified: {difference.Verified}\n    received: {difference.Received}");
        }

        return text.Append("\nIf the received text is right, rename it: ").Append(receivedFile).ToString();
    }
}
