using System.Text.Json.Nodes;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Training.Recipe;

namespace Dino.Training.Tests.Loop;

public sealed class TrainerTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    /// <summary>Everything that has a state of its own.</summary>
    private static readonly TrainingRecipe Full = TinyTraining.Recipe with { UseEma = true, EmaDecay = 0.9, EmaEpoch = 1, OneCycleLr = true };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Run_InterruptedAndResumed_LeavesTheSameBytes(int after)
    {
        training.Run(Full, $"whole{after}");
        var interrupted = training.Run(Full, $"parts{after}", after: after);
        Assert.False(interrupted.Completed);
        Assert.True(training.Run(Full, $"parts{after}", resume: true).Completed);

        Assert.All(["checkpoint.safetensors", "log.txt"], file => Assert.Equal(training.Bytes($"whole{after}", file), training.Bytes($"parts{after}", file)));
        Assert.Equal(Best($"whole{after}"), Best($"parts{after}"));

        string[] Best(string folder) => [.. Directory.GetFiles(training.Folder(folder), "checkpoint_best*").Select(file => Path.GetFileName(file) + Convert.ToHexString(File.ReadAllBytes(file)))];
    }

    [Theory]
    [InlineData("bfloat16")]
    [InlineData("float16")]
    public void Run_InFewerBits_ResumesExactlyAndStaysNearFloat32(string dtype)
    {
        var recipe = Full with { Dtype = dtype };
        training.Run(recipe, $"whole-{dtype}");
        training.Run(recipe, $"parts-{dtype}", after: 2);
        Assert.True(training.Run(recipe, $"parts-{dtype}", resume: true).Completed);
        Assert.All(["checkpoint.safetensors", "log.txt"], file => Assert.Equal(training.Bytes($"whole-{dtype}", file), training.Bytes($"parts-{dtype}", file)));

        training.Run(Full, $"float32-{dtype}");
        Assert.NotEqual(training.Bytes($"float32-{dtype}", "log.txt"), training.Bytes($"whole-{dtype}", "log.txt"));
        var (few, all) = (Loss($"whole-{dtype}"), Loss($"float32-{dtype}"));
        // three digits in bfloat16, and queries or matches that change places in a model that knows nothing yet
        Assert.InRange(few, 0.9 * all, 1.1 * all);

        double Loss(string folder) => (double)JsonNode.Parse(File.ReadLines(Path.Combine(training.Folder(folder), "log.txt")).Last())!["train_loss"]!;
    }

    [Fact]
    public void Run_Twice_GivesTheSameWeights()
    {
        training.Run(TinyTraining.Recipe, "first");
        training.Run(TinyTraining.Recipe, "second");
        Assert.Equal(training.Bytes("first", "checkpoint.safetensors"), training.Bytes("second", "checkpoint.safetensors"));

        training.Run(TinyTraining.Recipe with { Seed = 6 }, "other");
        Assert.NotEqual(training.Bytes("first", "log.txt"), training.Bytes("other", "log.txt"));
    }

    [Fact]
    public void Run_WithAnAverage_LogsBoth()
    {
        training.Run(Full with { EmaEpoch = 0 }, "average");
        var line = JsonNode.Parse(File.ReadLines(Path.Combine(training.Folder("average"), "log.txt")).Last())!.AsObject();
        string[] keys = ["test_coco_eval_bbox", "ema_test_coco_eval_bbox", "ema_test_loss", "all_best_res", "regular_best_ep", "ema_best_res"];
        Assert.All(keys, key => Assert.True(line.ContainsKey(key), key));
        Assert.NotEqual((double)line["test_loss"]!, (double)line["ema_test_loss"]!);
    }

    [Fact]
    public void Run_WithFrozenParts_LeavesThemAlone()
    {
        training.Run(TinyTraining.Recipe with { Freeze = ["backbone", "encoder"], Epochs = 1 }, "frozen");
        using var model = TinyTraining.Model();
        using var checkpoint = Checkpoint.Open(Path.Combine(training.Folder("frozen"), "checkpoint.safetensors"));
        foreach (var (name, value) in model.StateDict())
        {
            using var stored = checkpoint.Find(name)!.ToTensor();
            var isFrozen = name.Contains("backbone", StringComparison.Ordinal) || name.Contains("encoder", StringComparison.Ordinal);
            Assert.True(stored.equal(value).all().item<bool>() || !isFrozen, name);
        }

        Assert.DoesNotContain(checkpoint.Tensors, tensor => tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal) && tensor.Name.Contains("backbone", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_WithAnUnknownFrozenPart_NamesIt()
    {
        var exception = Assert.Throws<BadInputException>(() => training.Run(TinyTraining.Recipe with { Freeze = ["bakbone"] }, "typo"));
        Assert.Contains("'bakbone'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AccumulatingTwoBatches_HasHalfTheSteps()
    {
        training.Run(TinyTraining.Recipe with { BatchSize = 1, GradientAccumulation = 4, Epochs = 1 }, "accumulated");
        using var checkpoint = Checkpoint.Open(Path.Combine(training.Folder("accumulated"), "checkpoint.safetensors"));
        using var steps = checkpoint.Find("optimizer.steps")!.ToTensor();
        Assert.Equal(1, steps.max().item<long>()); // six images: one step of four, the rest dropped
    }

    [Fact]
    public void Run_TellsHowLongItWaitedForData()
        => Assert.True(training.Run(TinyTraining.Recipe with { Epochs = 1 }, "waited").WaitedForData > TimeSpan.Zero); // the first step at least: its pictures are begun when the epoch is

    [Fact]
    public void Run_InAUsedFolder_RefusesWithoutResume()
    {
        training.Run(TinyTraining.Recipe with { Epochs = 1 }, "used");
        var exception = Assert.Throws<BadInputException>(() => training.Run(TinyTraining.Recipe, "used"));
        Assert.Contains("--resume", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedUnderAnotherRecipe_NamesTheKey()
    {
        training.Run(TinyTraining.Recipe with { Epochs = 1 }, "changed");
        var exception = Assert.Throws<BadInputException>(() => training.Run(TinyTraining.Recipe with { Lr = 3e-3 }, "changed", resume: true));
        Assert.Contains("began with lr 0.001", exception.Message, StringComparison.Ordinal);
    }
}
