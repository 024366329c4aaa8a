using Dino.Data.Batching;
using Dino.Data.Randomness;
using Dino.Model;
using Dino.Model.Denoising;
using Dino.Model.Losses;
using Dino.Ops;
using Dino.Training.Batching;
using Dino.Training.Logs;
using Dino.Training.Optimization;
using TorchSharp;

namespace Dino.Training.Loop;

/// <summary>Forward, losses, backward, update. Every tensor of the step dies with it.</summary>
internal sealed class TrainingStep(DinoDetector model, TrainingOptimizer optimizer, torch.Device device, long seed)
{
    private readonly SetCriterion _criterion = new(model.Config);

    /// <returns>The losses before the update and the gradient norm before clipping.</returns>
    /// <exception cref="InvalidDataException">The loss is not finite: nothing was updated; the message names epoch, step, images and terms.</exception>
    public (LossValues Losses, double GradientNorm) Run(IReadOnlyList<DetectionSample> samples, int epoch, int iteration)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var batch = BatchTensors.Of(samples, device);
        using var noise = new SeededDenoisingNoise((long)new SplitMix64(seed, FormattableString.Invariant($"denoising:{epoch}:{iteration}")).NextUInt64());
        optimizer.ZeroGradients();
        var losses = Differentiate(batch, noise, Where);
        return (losses, optimizer.Step());

        string Where() => FormattableString.Invariant($"epoch {epoch}, step {iteration}, images {string.Join(", ", samples.Select(sample => sample.ImageId))}");
    }

    private LossValues Differentiate(BatchTensors batch, IDenoisingNoise noise, Func<string> where)
    {
        try
        {
            using var output = model.Forward(batch.Images, batch.Targets, noise);
            using var report = _criterion.Compute(output, batch.Targets);
            var losses = LossValues.Read(report);
            if (!double.IsFinite(losses.Total))
            {
                throw new InvalidDataException($"the loss is not finite: {string.Join(", ", losses.NonFiniteTerms.Select(term => $"{term.Key} = {term.Value}"))}");
            }

            report.Total.backward();
            return losses;
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"training stopped at {where()}: {problem.Message}", problem);
        }
    }
}
