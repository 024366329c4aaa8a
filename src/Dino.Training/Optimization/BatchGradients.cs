using Dino.Core;
using Dino.Engine.Evaluating;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Criterion;
using Dino.Model.Decoder;
using Dino.Model.Denoising;
using Dino.Torch.Dense;
using Dino.Torch.Runtime;
using static TorchSharp.torch;

namespace Dino.Training.Optimization;

/// <summary>Forward, losses and backward of one batch.</summary>
/// <param name="dtype">What the model's products and convolutions compute in (<see cref="Autocast"/>); the losses keep the type of its predictions, which is that of its weights.</param>
internal sealed class BatchGradients(DinoDetector model, ScalarType dtype = ScalarType.Float32)
{
    private readonly SetCriterion _criterion = new(model.Config);

    /// <summary>Adds the gradients of the mean over <paramref name="batches"/> batches, of which this is one, to those that the parameters hold.</summary>
    /// <param name="lossScale">The gradients are multiplied by it.</param>
    /// <returns>The losses of this batch, neither divided nor multiplied.</returns>
    /// <exception cref="BadInputException">A prediction or the loss is not finite, or a target is none of the model's classes: no gradient was added.</exception>
    public LossValues Add(BatchTensors batch, IDenoisingNoise noise, int batches, double lossScale = 1)
    {
        using var output = Forward(batch, noise);
        using var report = _criterion.Compute(output, batch.Targets);
        var losses = LossValues.Read(report);
        if (!double.IsFinite(losses.Total))
        {
            throw new BadInputException($"the loss is not finite: {string.Join(", ", losses.NonFiniteTerms.Select(term => $"{term.Key} = {term.Value}"))}");
        }

        if (batches == 1 && lossScale == 1)
        {
            BackwardFault.Backward(report.Total);
        }
        else
        {
            using var share = report.Total * (lossScale / batches);
            BackwardFault.Backward(share);
        }

        return losses;
    }

    private DinoOutput Forward(BatchTensors batch, IDenoisingNoise noise)
    {
        using var precision = Autocast.To(dtype);
        return model.Forward(batch.Images, batch.Targets, noise);
    }
}
