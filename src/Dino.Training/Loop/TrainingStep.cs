using Dino.Data.Batching;
using Dino.Data.Randomness;
using Dino.Model.Denoising;
using Dino.Ops;
using Dino.Training.Batching;
using Dino.Training.Checkpointing;
using Dino.Training.Diagnosis;
using Dino.Training.Logs;
using TorchSharp;

namespace Dino.Training.Loop;

/// <summary>Gradients of one or more batches, then one update of weights and average. Every tensor of a step but the gradients dies with it.</summary>
internal sealed class TrainingStep(TrainedParts parts, RunFiles files, torch.Device device, long seed, int batches)
{
    private readonly BatchGradients _gradients = new(parts.Model);

    /// <summary>Adds the gradients of one of the step's batches.</summary>
    /// <param name="index">Of the batch in its epoch.</param>
    /// <returns>The batch's losses.</returns>
    /// <exception cref="InvalidDataException">Something is not finite: nothing was updated; the message names epoch, batch, images, the first bad tensor and the file that
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
            return _gradients.Add(batch, noise, batches);
        }
        catch (InvalidDataException problem)
        {
            throw Stopped(problem, batch, noiseSeed, samples, epoch, index);
        }
    }

    /// <summary>Updates the weights by the gradients since the last update, and the average once <paramref name="averages"/>.</summary>
    /// <param name="last">The last batch of the step, to repeat it should its gradients be bad.</param>
    /// <returns>Gradient norm before clipping.</returns>
    /// <exception cref="InvalidDataException">As <see cref="Accumulate"/>.</exception>
    public double Update(IReadOnlyList<DetectionSample> last, int epoch, int index, bool averages)
    {
        using var pause = FinalizerPause.Begin();
        try
        {
            var norm = parts.Optimizer.Step();
            parts.Optimizer.ZeroGradients();
            if (averages)
            {
                parts.Average?.Update();
            }

            return norm;
        }
        catch (InvalidDataException problem)
        {
            parts.Optimizer.ZeroGradients();
            using var batch = BatchTensors.Of(last, device);
            throw Stopped(problem, batch, NoiseSeed(epoch, index), last, epoch, index);
        }
    }

    /// <summary>A stream of its own for each batch, so that a resumed run repeats it.</summary>
    private long NoiseSeed(int epoch, int index) => (long)new SplitMix64(seed, FormattableString.Invariant($"denoising:{epoch}:{index}")).NextUInt64();

    private InvalidDataException Stopped(InvalidDataException problem, BatchTensors batch, long noiseSeed, IReadOnlyList<DetectionSample> samples, int epoch, int index)
    {
        var where = FormattableString.Invariant($"epoch {epoch}, batch {index}, images {string.Join(", ", samples.Select(sample => sample.ImageId))}");
        using var noise = new SeededDenoisingNoise(noiseSeed);
        var first = FirstBadTensor.Find(parts.Model, batch, noise) ?? "nothing when the batch is repeated alone";
        var path = files.FailedBatch(epoch, index);
        FailedBatch.Save(path, parts.Model, batch, noiseSeed, where, problem.Message);
        return new InvalidDataException($"training stopped at {where}: {problem.Message}; first bad tensor: {first}; 'dino train --replay {path}' repeats the step", problem);
    }
}
