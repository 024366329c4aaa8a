using System.Text.Json.Nodes;
using Dino.Checkpoints;
using Dino.Core;
using Dino.TestUtilities;
using Dino.Training.Checkpointing;
using Dino.Training.Recipe;

namespace Dino.Training.Tests.Checkpointing;

/// <summary>An interrupted run whose files something has changed since.</summary>
public sealed class DamagedFolderTests(WarmTraining training) : IClassFixture<WarmTraining>
{
    private static readonly TrainingRecipe Recipe = TinyTraining.Recipe with { UseEma = true, EmaDecay = 0.9, Epochs = 3 };

    public static TheoryData<string> Damages => new("bit", "optimizer", "tail", "zero", "truncated", "state", "stripped");

    [Theory]
    [MemberData(nameof(Damages))]
    public void Run_ResumedWithADamagedCheckpoint_IsRefusedAndSaysHowToGoOn(string damage)
    {
        var files = Interrupted($"checkpoint-{damage}");
        Damage(files.Checkpoint, damage);
        var problem = Refusal(files);
        Assert.StartsWith(files.Checkpoint, problem, StringComparison.Ordinal);
        Assert.Contains("another --output", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bit")]
    [InlineData("tail")]
    [InlineData("zero")]
    [InlineData("truncated")]
    [InlineData("deleted")]
    public void Run_ResumedWithDamagedBestWeights_IsRefusedAndSaysThatTheyAreLost(string damage)
    {
        var files = Interrupted($"best-{damage}");
        Damage(files.Best, damage);
        var problem = Refusal(files);
        Assert.StartsWith(files.Best, problem, StringComparison.Ordinal);
        Assert.Contains("checkpoint.safetensors is intact but further on", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedWithBestWeightsOfAnotherRun_IsRefused()
    {
        var (files, other) = (Interrupted("mixed"), new RunFiles(training.Folder("other-seed")));
        training.Run(Recipe with { Seed = 6 }, "other-seed");
        File.Copy(other.Best, files.Best, overwrite: true);
        Assert.Contains("is not the file that training wrote", Refusal(files), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedWithoutItsCheckpoint_LeavesTheBestWeightsAlone()
    {
        var files = Interrupted("state-deleted");
        File.Delete(files.Checkpoint);
        Assert.Contains("is missing", Refusal(files), StringComparison.Ordinal);
        Assert.True(File.Exists(files.Best));
    }

    [Theory]
    [InlineData("bit")]
    [InlineData("deleted")]
    public void Fault_BestWeightsThatTheCheckpointStillHolds_AreWrittenAgainByteForByte(string damage)
    {
        var name = $"restored-{damage}";
        training.Run(Recipe with { Epochs = BestEpochs(name) }, name);
        var files = new RunFiles(training.Folder(name));
        foreach (var path in new[] { files.Best, files.BestEma }.Where(path => Holds(files, path)))
        {
            var before = File.ReadAllBytes(path);
            Damage(path, damage);
            var notices = new List<string>();
            Assert.Null(ResumeCheck.Fault(files, notices.Add));
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Contains("restored from checkpoint.safetensors", Assert.Single(notices), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fault_BestWeightsOfAnEpochThatWasKept_AreWrittenAgain()
    {
        var files = Interrupted("kept", Recipe with { SaveCheckpointInterval = 1 });
        var before = File.ReadAllBytes(files.Best);
        File.Delete(files.Best);
        Assert.Null(ResumeCheck.Fault(files, _ => { }));
        Assert.Equal(before, File.ReadAllBytes(files.Best));
    }

    [Fact]
    public void Run_KilledBetweenBestWeightsAndCheckpoint_GoesOnFromTheOldPair()
    {
        var files = Interrupted("between");
        var other = new RunFiles(training.Folder("between-other"));
        training.Run(Recipe with { Seed = 7 }, "between-other");
        File.Copy(other.Best, RunFiles.Waiting(files.Best)); // of an epoch whose state was never saved
        training.Run(Recipe, "between-whole");
        Assert.True(training.Run(Recipe, "between", resume: true).Completed);
        Assert.False(File.Exists(RunFiles.Waiting(files.Best)));
        Assert.Equal(training.Bytes("between-whole", "checkpoint_best_regular.safetensors"), File.ReadAllBytes(files.Best));

        File.Move(files.Best, RunFiles.Waiting(files.Best)); // the state was saved, the file not yet put into its place
        Assert.Null(ResumeCheck.Fault(files, _ => { }));
        Assert.Equal(training.Bytes("between-whole", "checkpoint_best_regular.safetensors"), File.ReadAllBytes(files.Best));
    }

    [Fact]
    public void Run_ResumedFromAnEarlierVersionsFiles_GoesOnAndSaysWhatIsMissing()
    {
        var files = Interrupted("earlier");
        foreach (var path in new[] { files.Checkpoint, files.Best, files.BestEma }.Where(File.Exists))
        {
            SafetensorsDamage.EditMetadata(path, metadata =>
            {
                metadata.Remove("content_sha256");
                if (metadata["training_state"] is { } text)
                {
                    var state = JsonNode.Parse((string)text!)!;
                    state.AsObject().Remove("HasChecksum");
                    state["Best"]!.AsObject().Remove("Checksum");
                    state["BestEma"]!.AsObject().Remove("Checksum");
                    metadata["training_state"] = state.ToJsonString();
                }
            });
        }

        var notices = new List<string>();
        Assert.Null(ResumeCheck.Fault(files, notices.Add));
        Assert.Contains("earlier version", Assert.Single(notices), StringComparison.Ordinal);
        Assert.True(training.Run(Recipe, "earlier", resume: true).Completed);
    }

    private static bool Holds(RunFiles files, string path)
    {
        using var checkpoint = Checkpoint.Open(files.Checkpoint);
        var state = TrainingCheckpoint.StateOf(checkpoint);
        return (path == files.Best ? state.Best : state.BestEma).Epoch == state.Epoch - 1;
    }

    private static string Later(string state) => state.Replace("\"Epoch\":1", "\"Epoch\":2", StringComparison.Ordinal);

    private static void Damage(string path, string damage)
    {
        switch (damage)
        {
            case "bit":
                SafetensorsDamage.FlipBit(path);
                break;
            case "optimizer":
                SafetensorsDamage.FlipBit(path, "optimizer.");
                break;
            case "tail":
                SafetensorsDamage.ZeroTail(path);
                break;
            case "zero":
                SafetensorsDamage.Zero(path);
                break;
            case "truncated":
                SafetensorsDamage.Truncate(path);
                break;
            case "deleted":
                File.Delete(path);
                break;
            case "state":
                SafetensorsDamage.EditMetadata(path, data => data["training_state"] = Later((string)data["training_state"]!));
                break;
            case "stripped":
                SafetensorsDamage.EditMetadata(path, metadata => metadata.Remove("content_sha256"));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage), damage, message: null);
        }
    }

    /// <summary>How many epochs to train so that the last one is the best of the weights.</summary>
    private int BestEpochs(string name)
    {
        training.Run(Recipe, name + "-whole");
        using var checkpoint = Checkpoint.Open(new RunFiles(training.Folder(name + "-whole")).Checkpoint);
        return 1 + TrainingCheckpoint.StateOf(checkpoint).Best.Epoch;
    }

    /// <summary>A run that was interrupted in the epoch after its best one.</summary>
    private RunFiles Interrupted(string name, TrainingRecipe? recipe = null)
    {
        const int StepsOfAnEpoch = 3;
        training.Run(recipe ?? Recipe, name, after: StepsOfAnEpoch + 1);
        var files = new RunFiles(training.Folder(name));
        using var checkpoint = Checkpoint.Open(files.Checkpoint);
        var state = TrainingCheckpoint.StateOf(checkpoint);
        Assert.Equal((1, 1, 0), (state.Epoch, state.Iteration, state.Best.Epoch));
        return files;
    }

    private string Refusal(RunFiles files)
        => Assert.Throws<BadInputException>(() => training.Run(Recipe, Path.GetFileName(files.Folder), resume: true)).Message;
}
