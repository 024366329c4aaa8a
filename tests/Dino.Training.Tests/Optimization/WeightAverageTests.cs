using Dino.Checkpoints;
using Dino.Training.Optimization;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Optimization;

public sealed class WeightAverageTests
{
    private const string SharedHead = "transformer.decoder.class_embed.0.bias";

    [Fact]
    public void Update_ThreeTimes_AveragesASharedHeadOnceAStep()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var model = TinyTraining.Model();
        using var average = new WeightAverage(model, decay: 0.5);
        Assert.False(average.HasBegun);
        var head = model.StateDict().First(entry => entry.Key == SharedHead).Value;
        foreach (var value in (double[])[8, 4, 2])
        {
            head.fill_(value);
            average.Update();
        }

        Assert.Equal(4.0f, Averaged(average)); // 8; (8 + 4) / 2 = 6; (6 + 2) / 2
        Assert.Equal(model.StateDict().DistinctBy(entry => entry.Value.Handle).Count(), average.StateTensors().Count);

        average.Swap();
        Assert.Equal((4.0f, 2.0f), (head[0].item<float>(), Averaged(average)));
        average.Swap();
        Assert.Equal((2.0f, 4.0f), (head[0].item<float>(), Averaged(average)));
    }

    private static float Averaged(WeightAverage average)
        => average.StateTensors().First(entry => entry.Key == TrainingTensors.AveragePrefix + SharedHead).Value[0].item<float>();
}
