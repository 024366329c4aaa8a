using Dino.Model;
using Dino.Ops;
using Dino.Torch.Memory;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using Dino.Training.Optimization;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Loop;

/// <summary>How often a step makes the host wait for its device. In Dino.Model the analyzers refuse every read that does not go through <see cref="HostTransfer"/>.</summary>
public sealed class HostReadsTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public void Accumulate_OfABatchWithPadding_ReadsTheMatcherAndTheLossesOnce()
    {
        using var scope = NewDisposeScope();
        // Seven output sets, as the published models have: six layers and the encoder's proposals.
        using var model = new DinoDetector(TinyTraining.Config with { DecLayers = 6 }, MsDeformAttnOps.Select("auto"), seed: 4);
        model.train();
        using var parts = new TrainedParts(model, new TrainingOptimizer(model.TrainableParameters(), TinyTraining.Recipe), Average: null);
        var step = new TrainingStep(parts, new RunFiles(training.Folder("run")), CPU, TinyTraining.Recipe);
        var samples = training.Samples()[..2];
        samples[0] = samples[0] with { Pixels = samples[0].Pixels[..(3 * 48 * samples[0].Width)], Height = 48 };
        Assert.NotEqual(samples[0].Height, samples[1].Height);

        var before = HostTransfer.Reads;
        step.Accumulate(samples, epoch: 0, 0);
        Assert.Equal(2, HostTransfer.Reads - before);

        // The norm of the gradients, the third number of a step, is torch's own read.
        step.Update(samples, epoch: 0, 0, averages: false);
        Assert.Equal(2, HostTransfer.Reads - before);
    }
}
