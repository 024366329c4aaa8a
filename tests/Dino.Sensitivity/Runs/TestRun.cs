using System.Xml.Linq;

namespace Dino.Sensitivity.Runs;

/// <summary>Tests of one project that ran in the copy.</summary>
/// <param name="Passed">How many.</param>
/// <param name="Failed">Names, without namespace and arguments, each once.</param>
public sealed record TestRun(string Project, string Filter, int Passed, IReadOnlyList<string> Failed)
{
    /// <summary>Builds and runs. A project that does not build is no result.</summary>
    /// <param name="restore">Also restores packages: needed once after copying.</param>
    public static TestRun Of(string tree, string project, string filter, bool restore)
    {
        var results = Path.Combine(tree, "artifacts", "mutant.trx");
        Directory.CreateDirectory(Path.GetDirectoryName(results)!);
        File.Delete(results);
        Build(tree, Path.Combine("tests", project), restore);
        var run = ChildProcess.Run("dotnet", ["test", Path.Combine("artifacts", "bin", project, "release", project + ".dll"), "--nologo", "--filter", filter, "--logger", $"trx;LogFileName={results}"], tree);
        if (!File.Exists(results))
        {
            throw new InvalidOperationException($"{run.Command} left no results:\n{run.Output}");
        }

        var outcomes = XDocument.Load(results).Descendants().Where(element => element.Name.LocalName == "UnitTestResult")
            .Select(element => (Name: element.Attribute("testName")!.Value, Outcome: element.Attribute("outcome")!.Value)).ToList();
        return new TestRun(
            project,
            filter,
            outcomes.Count(test => test.Outcome == "Passed"),
            [.. outcomes.Where(test => test.Outcome == "Failed").Select(test => ShortName(test.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Without analyzers: what they say of a mutant does not count, and they take most of a build's time.</summary>
    /// <exception cref="InvalidOperationException">A compiler error.</exception>
    public static void Build(string tree, string project, bool restore)
        => ChildProcess.Run(
            "dotnet",
            ["build", project, "--nologo", "--verbosity", "quiet", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", .. restore ? [] : new[] { "--no-restore" }],
            tree).RequireSuccess();

    /// <exception cref="InvalidOperationException">A test failed, or none ran.</exception>
    public void RequireGreen()
    {
        if (Failed.Count > 0 || Passed == 0)
        {
            throw new InvalidOperationException($"{Project}, {Filter}: {Passed} tests passed without any breakage, these failed: {string.Join(", ", Failed)}");
        }
    }

    private static string ShortName(string name)
    {
        var parts = name.Split('(')[0].Split('.');
        return string.Join('.', parts[^Math.Min(2, parts.Length)..]);
    }
}
