using System.Diagnostics;
using System.Text.Json.Nodes;
using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Runs;

/// <summary><c>dino reproduce</c> over a fine-tuning whose files something has changed since: it ends with the files of an
/// undisturbed run and says what it did.</summary>
public sealed class DamagedTrainingTests : IDisposable
{
    private const string Best = "checkpoint_best_regular.safetensors";
    private const string Checkpoint = "checkpoint.safetensors";

    private readonly string _root = Directory.CreateTempSubdirectory("dino-damaged-").FullName;

    public DamagedTrainingTests()
    {
        var embedded = Path.Combine(RepositoryRoot.Path, "src", "Dino.Pipeline", "Profiles", "embedded.json");
        var profile = JsonNode.Parse(File.ReadAllText(embedded))!;
        var (data, recipe) = (profile["data"]!, profile["recipe"]!);
        (profile["name"], data["synthetic_images"], data["train"], data["val"]) = ("damaged", 11, 8, 3);
        (recipe["epochs"], recipe["batch_size"], recipe["save_checkpoint_minutes"], recipe["use_ema"]) = (3, 1, 0, false);
        AtomicFile.WriteText(Path.Combine(_root, "damaged.json"), profile.ToJsonString());
    }

    private string FineTune => Path.Combine(_root, "run", "finetune");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>All in one, as only the damage differs and an undisturbed run takes most of the time.</summary>
    [SkippableFact]
    public void Reproduce_OverDamagedTraining_TrainsAgainSaysSoAndEndsWithTheSameFiles()
    {
        Skip.If(OperatingSystem.IsWindows(), "a process is asked to stop as Unix does");
        Interrupt();
        Copy(Path.Combine(_root, "run"), Path.Combine(_root, "interrupted"));
        var (_, undisturbed) = Run();
        Assert.Contains("evaluate the fine-tuned model", undisturbed, StringComparison.Ordinal);
        var expected = Outputs();

        foreach (var (file, damage) in Damages())
        {
            Restore();
            damage(Path.Combine(FineTune, file));
            var (code, text) = Run();
            Assert.True(code == 0, text);
            Assert.Contains($"{file}: ", text, StringComparison.Ordinal);
            Assert.Contains("training starts again", text, StringComparison.Ordinal);
            Assert.Equal(expected, Outputs());
        }

        // The run of the last round has finished: its best weights are noticed, too.
        SafetensorsDamage.ZeroTail(Path.Combine(FineTune, Path.GetFileName(Weights())));
        var (again, healed) = Run();
        Assert.True(again == 0, healed);
        Assert.Contains("made again", healed, StringComparison.Ordinal);
        Assert.Equal(expected, Outputs());

        // A checkpoint that no one needs any more does not stop it.
        SafetensorsDamage.Zero(Path.Combine(FineTune, Checkpoint));
        Assert.Equal(0, Run().Code);
        Assert.Equal(expected, Outputs());
    }

    private static IEnumerable<(string File, Action<string> Damage)> Damages()
    {
        yield return (Best, File.Delete);
        yield return (Best, path => SafetensorsDamage.FlipBit(path));
        yield return (Best, SafetensorsDamage.ZeroTail);
        yield return (Best, SafetensorsDamage.Truncate);
        yield return (Checkpoint, SafetensorsDamage.ZeroTail);
        yield return (Checkpoint, path => SafetensorsDamage.FlipBit(path, "optimizer."));
        yield return (Checkpoint, SafetensorsDamage.Truncate);
        yield return (Checkpoint, SafetensorsDamage.Zero);
    }

    /// <summary>Stops a new run after the first step of the epoch that follows its best one.</summary>
    private void Interrupt()
    {
        using var process = Start();
        var discarded = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains("epoch 1 of 3", StringComparison.Ordinal))
            {
                var checkpoint = Path.Combine(FineTune, Checkpoint);
                var saved = File.GetLastWriteTimeUtc(checkpoint);
                Assert.True(SpinWait.SpinUntil(() => File.GetLastWriteTimeUtc(checkpoint) != saved, TimeSpan.FromMinutes(1)));
                Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            }
        }

        process.WaitForExit();
        Assert.True(process.ExitCode == 3, discarded.Result);
        Assert.True(File.Exists(Path.Combine(FineTune, Best)));
    }

    private void Restore()
    {
        Directory.Delete(Path.Combine(_root, "run"), recursive: true);
        Copy(Path.Combine(_root, "interrupted"), Path.Combine(_root, "run"));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private (int Code, string Text) Run()
    {
        using var process = Start();
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "dino.dll"), "reproduce", "--profile", Path.Combine(_root, "damaged.json"),
            "--output", Path.Combine(_root, "run"), "--to", "evaluate-finetuned",
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;

    private string Weights()
        => Outputs().Select(line => line[65..]).Single(file => file.EndsWith(".safetensors", StringComparison.Ordinal));

    /// <summary>Hashes of what the run recorded, without the log, which tells the time.</summary>
    private IReadOnlyList<string> Outputs()
    {
        var folder = new RunFolder(Path.Combine(_root, "run"));
        var run = RunManifest.Load(folder.Manifest)!;
        RunIntegrity.Require(run, folder, run.Stages.Keys);
        return [.. run.Stages.Values.SelectMany(stage => stage.Outputs).Where(file => file.Key != "finetune/log.txt")
            .Select(file => $"{file.Value} {file.Key}").Order(StringComparer.Ordinal)];
    }
}
