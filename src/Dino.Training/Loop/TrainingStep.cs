using Dino.Core;
using Dino.Data.Transforms;
using Dino.Engine.Evaluating;
using Dino.Engine.Loading;
using Dino.Model.Denoising;
using Dino.Torch.Memory;
using Dino.Training.Checkpointing;
using Dino.Training.Diagnosis;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Loop;

/// <summary>Gradients of one or more batches, then one update of weights and average. Every tensor of a step but the gradients dies with it.</summary>
internal sealed class TrainingStep(TrainedParts parts, RunFiles files, torch.Device device, TrainingRecipe recipe)
{
    private readonly BatchGradients _gradients = new(parts.Model, ComputeTypes.Of(recipe.Dtype));

    /// <summary>Of the next step; null for a type that needs none.</summary>
    public LossScale? LossScale { get; set; } = ComputeTypes.Of(recipe.Dtype) == torch.ScalarType.Float16 ? LossScale.Start : null;

    /// <summary>Adds the gradients of one of the step's batches.</summary>
    /// <param name="index">Of the batch in its epoch.</param>
    /// <returns>The batch's losses.</returns>
    /// <exception cref="BadInputException">Something is not finite: nothing was updated; the message names epoch, batch, images, the first bad tensor and the file that
    /// <c>train --replay</c> repeats the step from.</exception>
    public LossValues Accumulate(IReadOnlyList<DetectionSample> samples, int epoch, int index)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var batch = BatchTensors.Of(samples, device);
        var noiseSeed = NoiseSeed(epoch, index);
        try
        {
            using var noise = new SeededDenoisingNoise(noiseSeed);
            return _gradients.Add(batch, noise, recipe.GradientAccumulation, LossScale?.Factor ?? 1);
        }
        catch (BadInputException problem)
        {
            throw Stopped(problem, batch, noiseSeed, samples, epoch, index);
        }
    }

    /// <summary>Updates the weights by the gradients since the last update, and the average once <paramref name="averages"/>. Where gradients overflow under a loss scale, nothing but the
    /// scale is updated.</summary>
    /// <param name="last">The last batch of the step, to repeat it should its gradients be bad.</param>
    /// <returns>Gradient norm before clipping; not finite when the step was skipped.</returns>
    /// <exception cref="BadInputException">As <see cref="Accumulate"/>.</exception>
    public double Update(IReadOnlyList<DetectionSample> last, int epoch, int index, bool averages)
    {
        using var pause = FinalizerPause.Begin();
        var updated = parts.Optimizer.TryStep(LossScale?.Factor ?? 1, out var norm);
        parts.Optimizer.ZeroGradients();
        LossScale = updated ? LossScale?.AfterStep() : LossScale?.AfterOverflow();
        if (!updated && LossScale is not { HasCollapsed: false })
        {
            using var batch = BatchTensors.Of(last, device);
            throw Stopped(new BadInputException($"the norm of the gradients is {norm}"), batch, NoiseSeed(epoch, index), last, epoch, index);
        }

        if (updated && averages)
        {
            parts.Average?.Update();
        }

        return norm;
    }

    /// <summary>A stream of its own for each batch, so that a resumed run repeats it.</summary>
    private long NoiseSeed(int epoch, int index) => (long)new SplitMix64(recipe.Seed, FormattableString.Invariant($"denoising:{epoch}:{index}")).NextUInt64();

    private BadInputException Stopped(BadInputException problem, BatchTensors batch, long noiseSeed, IReadOnlyList<DetectionSample> samples, int epoch, int index)
    {
        var where = FormattableString.Invariant($"epoch {epoch + 1}, batch {index + 1}, images {string.Join(", ", samples.Select(sample => sample.ImageId))}");
        using var noise = new SeededDenoisingNoise(noiseSeed);
        var first = FirstBadTensor.Find(parts.Model, batch, noise, ComputeTypes.Of(recipe.Dtype)) ?? "nothing when the batch is repeated alone";
        var path = files.FailedBatch(epoch, index);
        FailedBatch.Save(path, parts.Model, batch, new(parts.Model.Config, noiseSeed, where, problem.Message, recipe.Dtype));
        return new BadInputException($"training stopped at {where}: {problem.Message}; first bad tensor: {first}; 'dino train --replay {path}' repeats the step", problem);
    }
}
