using System.Diagnostics;
using Dino.Pipeline.Code;
using Dino.Pipeline.Stages;
using Dino.TestUtilities;
using Xunit.Abstractions;

namespace Dino.Repro.Tests.Runs;

/// <summary>What a build makes of a change, seen on a copy of the sources: which code counts as changed, and so which stages run
/// again. DINO_REBUILDS=all changes every project that the program consists of, which takes minutes; the default is the
/// kernels.</summary>
public sealed class RebuildTests(ITestOutputHelper output) : IDisposable
{
    private const string Kernels = "Dino.Kernels";

    /// <summary>Within artifacts/, so that torch's libraries are linked and not copied.</summary>
    private readonly string _copy = Directory.CreateDirectory(
        Path.Combine(RepositoryRoot.Path, "artifacts", "rebuild", Path.GetRandomFileName())).FullName;

    private string Program => Path.Combine(_copy, "artifacts", "bin", "Dino.Repro", "release");

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [SkippableFact]
    public void Of_ABuildAfterACommitOfDocuments_IsTheSame_AndAfterAChangedLineNamesTheProject()
    {
        Skip.IfNot((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "git.exe" : "git"))), "there is no git");
        var bilinear = Path.Combine(_copy, "src", Kernels, "Cpu", "Bilinear.cs");
        Copy();
        Git("init", "--quiet");
        // From an address of GitHub, builds would know where each commit's sources lie.
        Git("remote", "add", "origin", "https://github.com/example/dino.git");
        Commit("v1.0.0");
        Build();
        var (first, version) = (Inventory(), Version());

        File.AppendAllText(Path.Combine(_copy, "README.md"), "One more line.\n");
        File.WriteAllText(bilinear, "// A comment moves every line.\n\n" + File.ReadAllText(bilinear));
        Commit("v2.0.0");
        Build("--no-restore");
        Assert.StartsWith("1.0.0+", version, StringComparison.Ordinal);
        Assert.StartsWith("2.0.0+", Version(), StringComparison.Ordinal);
        Assert.Empty(Changed(first));

        Exchange(bilinear, "topWeight, nearX", "topWeight, farX");
        Build("--no-restore");
        Assert.Equal([Kernels], Changed(first));
        Assert.Equal(["evaluate-pretrained", "fine-tune", "evaluate-finetuned", "attention", "report"], Stale(first));

        if (Environment.GetEnvironmentVariable("DINO_REBUILDS") == "all")
        {
            ChangeEachProject();
        }
    }

    private void ChangeEachProject()
    {
        foreach (var row in CodeInventoryTests.Projects)
        {
            var (project, file, stages) = ((string)row[0], (string)row[1], (string)row[2]);
            var (before, added) = (Inventory(), Path.Combine(_copy, "src", project, "Added.cs"));
            File.WriteAllText(added, $"namespace {project};\n\ninternal static class Added;\n");
            Build("--no-restore");
            Assert.Equal(file.Length == 0 ? [] : [Path.GetFileNameWithoutExtension(file)], Changed(before));
            // The tests of the inventory say how the others follow from these.
            Assert.Subset(stages.Split(' ').ToHashSet(), Stale(before).ToHashSet());
        }
    }

    /// <summary>Every library of ours and those that they use, each with a hash.</summary>
    private IReadOnlyDictionary<string, string> Inventory() => Code().Of(["Dino.Training", "Dino.Figures"]);

    private CodeInventory Code() => new(
        Path.Combine(Program, "dino.deps.json"),
        CodeInventory.NativeFolders,
        "runtime",
        new RememberedHashes(Path.Combine(_copy, "code.json"), TimeProvider.System));

    private string Version() => File.ReadAllText(Path.Combine(Program, "dino.version"));

    private IEnumerable<string> Changed(IReadOnlyDictionary<string, string> before)
    {
        var now = Inventory();
        return before.Keys.Union(now.Keys).Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Stages whose code has changed.</summary>
    private IEnumerable<string> Stale(IReadOnlyDictionary<string, string> before)
    {
        var code = Code();
        return RunStages.All(TimeProvider.System)
            .Where(stage => code.Of(stage.Code).Any(part => before[part.Key] != part.Value)).Select(stage => stage.Name);
    }

    private void Copy()
    {
        foreach (var path in new[] { "src", "build", Path.Combine("baselines", "weights") }.SelectMany(
            folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Path)))
        {
            var target = Path.Combine(_copy, Path.GetRelativePath(RepositoryRoot.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }

    private static void Exchange(string file, string first, string second)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(first, text, StringComparison.Ordinal);
        Assert.Contains(second, text, StringComparison.Ordinal);
        var exchanged = text.Replace(first, "\0", StringComparison.Ordinal).Replace(second, first, StringComparison.Ordinal);
        File.WriteAllText(file, exchanged.Replace("\0", second, StringComparison.Ordinal));
    }

    private void Commit(string tag)
    {
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", tag);
        Git("tag", tag);
    }

    private void Git(params string[] arguments) => Run("git", arguments);

    /// <summary>Without analyzers, which change no code and take most of the time.</summary>
    private void Build(params string[] arguments)
    {
        var project = Path.Combine("src", "Dino.Repro");
        Run("dotnet", ["build", project, "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "--nologo", .. arguments]);
    }

    private void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _copy,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Build nodes that outlive the build would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{text}{error.Result}");
        output.WriteLine($"{program} {arguments[0]}: {watch.Elapsed.TotalSeconds:0.0} s");
    }
}
