using Dino.Checkpoints;
using Dino.Core;
using Dino.Model;
using TorchSharp;

namespace Dino.Training.Optimization;

/// <summary>Exponential moving average of a model's parameters and buffers: average = decay * average + (1 - decay) * value after every step (reference: ModelEma in
/// util/utils.py). Each tensor counts once a step. The reference goes through its state dict, where the shared class and box heads stand twelve times, and so averages them with decay^12
/// (0.9964 for 0.9997): that is an accident of naming and not repeated here. Integer buffers are copied. Owns the averages.</summary>
public sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly IReadOnlyList<KeyValuePair<string, torch.Tensor>> _live;
    private List<torch.Tensor> _averages = [];

    /// <param name="model">Where it is to be trained; later moves to another device or type would part it from its average.</param>
    public WeightAverage(DinoDetector model, double decay)
    {
        _decay = decay;
        _live = [.. model.StateDict().DistinctBy(entry => entry.Value.Handle)];
    }

    /// <summary>False until the first <see cref="Update"/>.</summary>
    public bool HasBegun => _averages.Count > 0;

    /// <summary>The averages by name, to save; empty before the first update. They stay this object's.</summary>
    public IReadOnlyList<KeyValuePair<string, torch.Tensor>> StateTensors()
        => [.. _live.Zip(_averages, (entry, average) => KeyValuePair.Create(TrainingTensors.AveragePrefix + entry.Key, average))];

    /// <summary>Takes in the model's present values; the first time as a copy.</summary>
    public void Update()
    {
        using var noGradients = torch.no_grad();
        if (!HasBegun)
        {
            _averages = Copies();
            return;
        }

        foreach (var (live, average) in _live.Zip(_averages, (entry, average) => (entry.Value, average)))
        {
            if (average.is_floating_point())
            {
                average.mul_(_decay).add_(live, alpha: 1 - _decay);
            }
            else
            {
                average.copy_(live);
            }
        }
    }

    /// <summary>Lets the model and the average change places: the model computes with the averages until the next call.</summary>
    public void Swap()
    {
        using var noGradients = torch.no_grad();
        foreach (var (live, average) in _live.Zip(_averages, (entry, average) => (entry.Value, average)))
        {
            using var kept = live.clone();
            live.copy_(average);
            average.copy_(kept);
        }
    }

    /// <summary>Takes over what <see cref="StateTensors"/> gave; a checkpoint without averages is of a run whose average has not begun.</summary>
    /// <exception cref="BadInputException">Some tensors are missing, not finite or of another shape; the message names file and
    /// tensor.</exception>
    public void LoadState(Checkpoint checkpoint)
    {
        if (checkpoint.Find(TrainingTensors.AveragePrefix + _live[0].Key) is null)
        {
            return;
        }

        using var noGradients = torch.no_grad();
        _averages = Copies();
        foreach (var ((name, _), average) in _live.Zip(_averages))
        {
            var stored = checkpoint.Find(TrainingTensors.AveragePrefix + name) ?? throw new BadInputException($"{checkpoint.FilePath}: tensor {TrainingTensors.AveragePrefix}{name} is missing");
            if (!stored.Shape.SequenceEqual(average.shape))
            {
                throw new BadInputException(
                    $"{checkpoint.FilePath}: tensor {TrainingTensors.AveragePrefix}{name} has shape [{string.Join(", ", stored.Shape)}]; expected [{string.Join(", ", average.shape)}]");
            }

            FiniteValues.Require(checkpoint, stored);
            stored.Stored.CopyTo(average);
        }
    }

    public void Dispose() => _averages.ForEach(average => average.Dispose());

    private List<torch.Tensor> Copies() => [.. _live.Select(entry => entry.Value.detach().clone().DetachFromDisposeScope())];
}
