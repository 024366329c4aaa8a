using Dino.Model;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Preflight;

/// <summary>What a training step holds at most, megabytes.</summary>
/// <param name="Weights">Parameters and buffers.</param>
/// <param name="Gradients">Of the parameters that train.</param>
/// <param name="Moments">Adam's two a parameter that trains.</param>
/// <param name="Average">The moving average, with the copy that changes places with it.</param>
/// <param name="Activations">Of one batch of the largest image, all that lives between forward and backward.</param>
public sealed record MemoryEstimate(double Weights, double Gradients, double Moments, double Average, double Activations)
{
    private const double Megabyte = 1024 * 1024;

    public double Total => Weights + Gradients + Moments + Average + Activations;

    /// <summary>What comes on top of a process that has loaded the model.</summary>
    public double Additional => Total - Weights;

    /// <param name="activationsOfOneImage">Megabytes.</param>
    public static MemoryEstimate Of(DinoDetector model, TrainingRecipe recipe, double activationsOfOneImage)
    {
        var weights = model.StateDict().DistinctBy(entry => entry.Value.Handle).Sum(entry => Megabytes(entry.Value));
        var trained = GradientMegabytes(model);
        return new MemoryEstimate(weights, trained, 2 * trained, recipe.UseEma ? weights : 0, recipe.BatchSize * activationsOfOneImage);
    }

    /// <summary>Of the parameters that train.</summary>
    public static double GradientMegabytes(DinoDetector model) => model.TrainableParameters().Sum(parameter => Megabytes(parameter.Value));

    private static double Megabytes(torch.Tensor tensor) => tensor.numel() * tensor.ElementSize / Megabyte;
}
