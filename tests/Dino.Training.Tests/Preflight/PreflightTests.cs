using Dino.Data.Coco;
using Dino.Engine.Evaluating;
using Dino.Training.Preflight;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Preflight;

public sealed class PreflightTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public void Trial_OfAModel_LeavesItAsItWas()
    {
        using var scope = NewDisposeScope();
        using var model = TinyTraining.Model();
        var before = model.StateDict().Select(entry => entry.Value.clone()).ToList();

        var trial = TrialStep.Run(model, training.Data, CocoDataset.Load(training.Data.AnnotationFile), TinyTraining.Recipe.EvaluationSize, CPU, TimeProvider.System);

        Assert.Equal((120, 80), (trial.Width, trial.Height));
        Assert.True(double.IsFinite(trial.Loss) && trial.Loss > 0);
        Assert.All(model.StateDict().Zip(before), pair => Assert.True(pair.First.Value.equal(pair.Second).all().item<bool>(), pair.First.Key));
        Assert.All(model.TrainableParameters(), parameter => Assert.Null(parameter.Value.grad));
    }

    [Fact]
    public void Estimate_OfABatch_CountsEveryParameterOnce()
    {
        using var model = TinyTraining.Model();
        var estimate = MemoryEstimate.Of(model, TinyTraining.Recipe with { BatchSize = 3, UseEma = true }, activationsOfOneImage: 7);
        Assert.Equal(21, estimate.Activations);
        Assert.Equal(2 * estimate.Gradients, estimate.Moments);
        Assert.Equal(estimate.Weights, estimate.Average);
        Assert.InRange(estimate.Gradients, 0.01, estimate.Weights);
        var states = 2 * (estimate.Weights + estimate.Moments + estimate.Average);
        Assert.Equal(2 * estimate.Weights, DiskEstimate.Megabytes(estimate, TinyTraining.Recipe) - states, 1e-9);
    }

    [Fact]
    public void Explanation_OfAZero_NamesWhatTheModelBeganWith()
    {
        using var model = TinyTraining.Model();
        var evaluation = new ModelEvaluation(training.Data, TinyTraining.Recipe.EvaluationSize, CPU);
        var result = evaluation.Run(model, atMost: 2);
        Assert.Equal((2, 2), (result.Images, result.Coco.ImageIds.Length));
        Assert.True(result.Ap < 0.005, "random weights detect nothing");
        Assert.Equal("random weights", ZeroExplanation.Of(result, evaluation.GroundTruth, "random weights"));
        Assert.False(string.IsNullOrEmpty(ZeroExplanation.Of(result, evaluation.GroundTruth, start: null)));
    }
}
