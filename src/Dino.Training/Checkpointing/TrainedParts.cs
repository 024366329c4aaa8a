using Dino.Model;
using Dino.Training.Optimization;

namespace Dino.Training.Checkpointing;

/// <summary>The tensors that training changes. Owns optimizer and average, not the model.</summary>
/// <param name="Average">Null without use_ema.</param>
public sealed record TrainedParts(DinoDetector Model, TrainingOptimizer Optimizer, WeightAverage? Average) : IDisposable
{
    public void Dispose()
    {
        Optimizer.Dispose();
        Average?.Dispose();
    }
}
