using Dino.Model;
using Dino.Model.Criterion;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using Dino.Torch.Runtime;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using Dino.Verification.Fixtures;
using static TorchSharp.torch;

namespace Dino.Verification.Comparison;

/// <summary>The training of a fixture in the reference's precision, beside a run in a lower one. It takes the decisions that rounding may turn (which tokens become queries, who is matched with whom),
/// so that both runs compute the same thing; and every step starts from its parameters, because AdamW's first update moves a parameter by the full learning rate in the direction of its gradient, however small
/// that is, so that rounding would become steps.</summary>
internal sealed class ExactTraining : IDisposable
{
    private readonly DinoDetector _model;
    private readonly ImageBatch _images;
    private readonly IReadOnlyList<DetectionTarget> _targets;
    private readonly TrainingOptimizer _optimizer;
    private readonly SetCriterion _criterion;
    private readonly TensorFixture _fixture;

    public ExactTraining(TensorFixture fixture, TrainingRecipe recipe)
    {
        var platform = VerificationPlatform.Of(new VerificationOptions());
        _fixture = fixture;
        _model = FixtureModel.Build(fixture, platform);
        _model.train();
        _images = FixtureModel.Images(fixture, platform);
        _targets = RecordedTargets.Read(fixture, platform, (int)_images.Pixels.shape[0]);
        _optimizer = new TrainingOptimizer(_model.TrainableParameters(), recipe);
        _criterion = new SetCriterion(_model.Config);
    }

    /// <summary>Gives <paramref name="other"/> the parameters as they are now, and makes the step's predictions and update here.</summary>
    /// <returns>Its tensors belong to the current dispose scope.</returns>
    public ExactStep Step(int step, DinoDetector other)
    {
        using (no_grad())
        {
            foreach (var (mine, theirs) in _model.StateDict().Zip(other.StateDict()))
            {
                theirs.Value.copy_(mine.Value);
            }
        }

        using var encoded = _model.Encode(_images);
        var tokens = _model.SelectTokens(encoded);
        var output = _model.Decode(encoded, _targets, new RecordedNoise(_fixture, step), tokens: tokens);
        using var report = _criterion.Compute(output, _targets);
        _optimizer.ZeroGradients();
        BackwardFault.Backward(report.Total);
        _optimizer.Step();
        return new ExactStep(tokens, output, [.. report.Matches.Select(set => set.Value)], _targets);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _images.Dispose();
        _model.Dispose();
    }
}

/// <summary>What a training step of <see cref="ExactTraining"/> predicted and decided, in float64.</summary>
/// <param name="Tokens">[batch, num_queries] that became queries.</param>
/// <param name="Matches">[set][image], in the order of <see cref="DinoOutput.MatchedSets"/>.</param>
internal sealed record ExactStep(Tensor Tokens, DinoOutput Output, IReadOnlyList<IReadOnlyList<Assignment>> Matches, IReadOnlyList<DetectionTarget> Targets);
