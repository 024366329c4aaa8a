using Dino.Core;
using Dino.Data.Transforms;
using Dino.Model;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using Dino.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Loop;

/// <summary>What a training step does when gradients overflow float16.</summary>
public sealed class LossScalingTests : IDisposable
{
    private readonly TinyTraining _training = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DinoDetector _model = TinyTraining.Model();
    private readonly TrainedParts _parts;
    private readonly DetectionSample[] _samples;

    public LossScalingTests()
    {
        _model.train();
        _parts = new TrainedParts(_model, new TrainingOptimizer(_model.TrainableParameters(), TinyTraining.Recipe), new WeightAverage(_model, decay: 0.5));
        _samples = [_training.Samples()[0]];
    }

    public void Dispose()
    {
        _parts.Dispose();
        _model.Dispose();
        _scope.Dispose();
        _training.Dispose();
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("bfloat16")]
    public void Step_WithTheRangeOfFloat32_HasNoScale(string dtype) => Assert.Null(Step(dtype).LossScale);

    [Fact]
    public void Update_WithoutOverflow_CountsTheStep()
    {
        var step = Step("float16");
        step.LossScale = new LossScale(256, 7);
        var norm = Take(step);
        Assert.Equal(new LossScale(256, 8), step.LossScale);
        Assert.True(double.IsFinite(norm));
    }

    [Fact]
    public void Update_AfterAnOverflow_SkipsTheStepAndHalvesTheScale()
    {
        var step = Step("float16");
        var before = Weights();
        step.LossScale = new LossScale(Math.Pow(2, 126), 7); // times a loss above 4 is infinite in float32, too

        Assert.False(double.IsFinite(Take(step)));

        Assert.Equal(new LossScale(Math.Pow(2, 125), 0), step.LossScale);
        Assert.All(before.Zip(Weights()), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.False(_parts.Average!.HasBegun);
        Assert.All(_model.TrainableParameters(), parameter => Assert.Null(parameter.Value.grad));
    }

    [Fact]
    public void Update_WithoutAScaleLeft_StopsAsTheNanGuardDoes()
    {
        var step = Step("float16");
        step.LossScale = new LossScale(1, 0);
        step.Accumulate(_samples, epoch: 0, 0);
        _model.TrainableParameters()[0].Value.grad!.fill_(float.PositiveInfinity);

        var problem = Assert.Throws<BadInputException>(() => step.Update(_samples, epoch: 0, 0, averages: true));

        Assert.Contains("the norm of the gradients is", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--replay", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_UnderAScale_GivesTheNormAndTheStepOfTheLossItself()
    {
        // The same weights twice: the scale is a power of 2 and the gradients stay far from both ends of float16, so only products of small numbers round differently.
        using var other = TinyTraining.Model();
        other.train();
        using var parts = new TrainedParts(other, new TrainingOptimizer(other.TrainableParameters(), TinyTraining.Recipe), Average: null);
        var (scaled, plain) = (Step("float16"), new TrainingStep(parts, new RunFiles(_training.Folder("run")), CPU, TinyTraining.Recipe with { Dtype = "float16" }));
        (scaled.LossScale, plain.LossScale) = (new LossScale(256, 0), new LossScale(1, 0));

        var (norm, expected) = (Take(scaled), Take(plain));

        Assert.InRange(norm, 0.99 * expected, 1.01 * expected); // what float16 loses of gradients below 6e-5 without a scale
    }

    private TrainingStep Step(string dtype) => new(_parts, new RunFiles(_training.Folder("run")), CPU, TinyTraining.Recipe with { Dtype = dtype });

    private double Take(TrainingStep step)
    {
        step.Accumulate(_samples, epoch: 0, 0);
        return step.Update(_samples, epoch: 0, 0, averages: true);
    }

    private List<Tensor> Weights() => [.. _model.StateDict().Select(entry => entry.Value.detach().clone())];
}
