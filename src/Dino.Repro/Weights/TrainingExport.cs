using Dino.Checkpoints;
using Dino.Core;
using Dino.Training.Checkpointing;
using Dino.Training.Optimization;
using Dino.Training.Recipe;

namespace Dino.Repro.Weights;

/// <summary>The training state in a checkpoint of this project, as the reference's code stores it.</summary>
internal static class TrainingExport
{

    /// <summary><paramref name="weights"/> with optimizer, schedule and epoch, where <paramref name="checkpoint"/> has them. New tensors belong to the current dispose scope.</summary>
    public static ReferenceCheckpoint AddTo(ReferenceCheckpoint weights, Checkpoint checkpoint)
    {
        if (checkpoint.Find(TrainingTensors.Steps) is not { } stepCounts
            || !checkpoint.Metadata.TryGetValue(TrainingTensors.RecipeKey, out var recipeJson)
            || !checkpoint.Metadata.TryGetValue(TrainingTensors.StateKey, out var stateJson))
        {
            return weights;
        }

        var recipe = TrainingRecipeJson.Read(recipeJson, checkpoint.FilePath);
        var state = InputJson.Parse<RunState>(
            stateJson, $"{checkpoint.FilePath}: metadata 'training_state'", TrainingCheckpoint.Json,
            "the state of a training run");
        var finished = state.Epoch - 1;
        // The file lists the moments in the order of the optimizer's groups, which is that of the reference's parameter numbers.
        var names = checkpoint.Tensors
            .Where(tensor => tensor.Name.StartsWith(TrainingTensors.FirstMoment, StringComparison.Ordinal))
            .Select(tensor => tensor.Name[TrainingTensors.FirstMoment.Length..]).ToList();
        var steps = stepCounts.ToTensor().data<long>().ToArray();
        return weights with
        {
            Epoch = finished,
            Optimizer = new AdamWState(
                [Group(backbone: false, recipe.Lr), Group(backbone: true, recipe.LrBackbone)],
                names.Select((name, i) => KeyValuePair.Create(i, Moments(steps[i], name))).ToDictionary()),
            LrScheduler = recipe.MultiStepLr
                ? null
                : new StepLrState(recipe.LrDrop, LearningRateSchedule.Gamma, [recipe.Lr, recipe.LrBackbone], finished + 1, [Rate(recipe.Lr), Rate(recipe.LrBackbone)]),
        };

        AdamWGroup Group(bool backbone, double rate) => new(
            Rate(rate), rate, TrainingOptimizer.Beta1, TrainingOptimizer.Beta2, TrainingOptimizer.Epsilon, recipe.WeightDecay,
            [.. Enumerable.Range(0, names.Count).Where(i => names[i].Contains("backbone", StringComparison.Ordinal) == backbone)]);

        double Rate(double initial) => LearningRateSchedule.At(recipe, initial, finished + 1);

        AdamWMoments Moments(long step, string name)
            => new(step, Read(TrainingTensors.FirstMoment + name), Read(TrainingTensors.SecondMoment + name));

        TorchSharp.torch.Tensor Read(string name)
            => checkpoint.Find(name)?.ToTensor() ?? throw new BadInputException($"{checkpoint.FilePath}: tensor {name} is missing");
    }
}
