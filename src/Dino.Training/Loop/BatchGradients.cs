using Dino.Model;
using Dino.Model.Denoising;
using Dino.Model.Losses;
using Dino.Training.Batching;
using Dino.Training.Logs;

namespace Dino.Training.Loop;

/// <summary>Forward, losses and backward of one batch.</summary>
internal sealed class BatchGradients(DinoDetector model)
{
    private readonly SetCriterion _criterion = new(model.Config);

    /// <summary>Adds the gradients of the mean over <paramref name="batches"/> batches, of which this is one, to those that the parameters hold.</summary>
    /// <returns>The losses of this batch, not divided.</returns>
    /// <exception cref="InvalidDataException">A prediction or the loss is not finite, or a target is none of the model's classes: no gradient was added.</exception>
    public LossValues Add(BatchTensors batch, IDenoisingNoise noise, int batches)
    {
        using var output = model.Forward(batch.Images, batch.Targets, noise);
        using var report = _criterion.Compute(output, batch.Targets);
        var losses = LossValues.Read(report);
        if (!double.IsFinite(losses.Total))
        {
            throw new InvalidDataException($"the loss is not finite: {string.Join(", ", losses.NonFiniteTerms.Select(term => $"{term.Key} = {term.Value}"))}");
        }

        if (batches == 1)
        {
            report.Total.backward();
        }
        else
        {
            using var share = report.Total / batches;
            share.backward();
        }

        return losses;
    }
}
