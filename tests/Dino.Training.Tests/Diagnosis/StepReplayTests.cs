using Dino.Core;
using Dino.Model;
using Dino.Ops;
using Dino.Training.Diagnosis;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Diagnosis;

public sealed class StepReplayTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public void Run_WithABadParameter_NamesItAndReplaysIt()
    {
        var message = Stop("parameter", model => Fill(model, "transformer.encoder.layers.0.linear1.bias", float.NaN));
        Assert.Contains("epoch 1, batch 1, images ", message, StringComparison.Ordinal);
        Assert.Contains("first bad tensor: the parameter transformer.encoder.layers.0.linear1.bias [48]: element [0] is NaN, 48 of 48", message, StringComparison.Ordinal);

        var (saved, found) = Replay("parameter");
        Assert.Contains("epoch 1, batch 1", saved.Where, StringComparison.Ordinal);
        Assert.StartsWith("the parameter transformer.encoder.layers.0.linear1.bias", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAnOverflow_NamesTheFirstModule()
    {
        // 1e30 is finite in float32, a product of two is not.
        var message = Stop("overflow", model =>
        {
            Fill(model, "transformer.encoder.layers.0.linear1.bias", 1e30f);
            Fill(model, "transformer.encoder.layers.0.linear2.weight", 1e30f);
        });
        Assert.Contains("first bad tensor: the output of transformer.encoder.layers.0.", message, StringComparison.Ordinal);
        Assert.StartsWith("the output of transformer.encoder.layers.0.", Replay("overflow").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_OfAnotherFile_SaysWhatIsExpected()
    {
        training.Run(TinyTraining.Recipe with { Epochs = 1 }, "healthy");
        var path = Path.Combine(training.Folder("healthy"), "checkpoint.safetensors");
        Assert.Contains("failed_batch", Assert.Throws<BadInputException>(() => StepReplay.Run(path, CPU, MsDeformAttnOps.Select("auto"))).Message, StringComparison.Ordinal);
    }

    private string Stop(string folder, Action<DinoDetector> change)
        => Assert.Throws<BadInputException>(() => training.Run(TinyTraining.Recipe, folder, change: change)).Message;

    private (FailedBatch Saved, string? Found) Replay(string folder)
        => StepReplay.Run(Assert.Single(Directory.GetFiles(training.Folder(folder), "failed_batch*")), CPU, MsDeformAttnOps.Select("auto"));

    private static void Fill(DinoDetector model, string name, float value)
    {
        using var noGradients = no_grad();
        model.StateDict().First(entry => entry.Key == name).Value.fill_(value);
    }
}
