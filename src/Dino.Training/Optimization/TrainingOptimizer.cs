using Dino.Checkpoints;
using Dino.Core;
using Dino.Training.Recipe;
using TorchSharp;
using TorchSharp.Modules;

namespace Dino.Training.Optimization;

/// <summary>AdamW with the reference's two parameter groups and clipping of the global gradient norm (main.py, engine.py; dino-spec 12).
/// Does not own the parameters. Works for float32 and float64 models, with or without the training loop.</summary>
public sealed class TrainingOptimizer : IDisposable
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;

    private readonly AdamW _adamW;
    private readonly TrainingRecipe _recipe;
    private readonly Parameter[] _parameters;

    /// <param name="parameters">Unique trainable parameters by name, in the model's order.</param>
    /// <param name="recipe">lr, lr_backbone, weight_decay, clip_max_norm and the schedule.</param>
    public TrainingOptimizer(IReadOnlyList<(string Name, Parameter Value)> parameters, TrainingRecipe recipe)
    {
        _recipe = recipe;
        Groups =
        [
            new("main", recipe.Lr, [.. parameters.Where(p => !IsBackbone(p.Name))]),
            new("backbone", recipe.LrBackbone, [.. parameters.Where(p => IsBackbone(p.Name))]),
        ];
        _parameters = [.. parameters.Select(p => p.Value)];
        var groups = Groups.Select(group => new AdamW.ParamGroup(group.Parameters.Select(p => p.Value).ToArray(), new AdamW.Options { LearningRate = group.InitialLearningRate }));
        _adamW = new AdamW(groups, recipe.Lr, Beta1, Beta2, Epsilon, recipe.WeightDecay);
    }

    /// <summary>The main group, then the backbone's.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Current rate of the main group, which the reference logs as lr.</summary>
    public double LearningRate => _adamW.ParamGroups.First().LearningRate;

    /// <summary>Numbers that train, over both groups.</summary>
    public long Elements => _parameters.Sum(parameter => parameter.numel());

    /// <summary>Sets both groups' rates for an epoch, counted from 0.</summary>
    public void BeginEpoch(int epoch)
    {
        foreach (var (group, controller) in Groups.Zip(_adamW.ParamGroups))
        {
            controller.LearningRate = LearningRateSchedule.At(_recipe, group.InitialLearningRate, epoch);
        }
    }

    /// <summary>Sets both groups' rate and first beta for one step of the recipe's single cycle.</summary>
    /// <param name="step">From 0, over all epochs.</param>
    /// <param name="steps">Of all epochs.</param>
    public void BeginCycleStep(int step, int steps)
    {
        var (rate, beta1) = OneCycleSchedule.At(_recipe.Lr, step, steps);
        foreach (var group in _adamW.ParamGroups.Cast<AdamW.ParamGroup>())
        {
            group.LearningRate = rate;
            group.Betas = (beta1, Beta2);
        }
    }

    /// <summary>Drops every gradient (None, not zero, as PyTorch's zero_grad since 2.0: a parameter without a gradient is not decayed either).</summary>
    public void ZeroGradients()
    {
        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Clips by the recipe's clip_max_norm, then updates the parameters.</summary>
    /// <returns>Global L2 norm of the gradients before clipping.</returns>
    /// <exception cref="BadInputException">The norm is not finite: the parameters are as they were, the gradients are not.</exception>
    public double Step() => TryStep(lossScale: 1, out var norm) ? norm : throw new BadInputException(FormattableString.Invariant($"the norm of the gradients is {norm}"));

    /// <summary>As <see cref="Step"/> with gradients of a loss that was multiplied by <paramref name="lossScale"/>.</summary>
    /// <param name="norm">Global L2 norm of the gradients of the loss itself, before clipping.</param>
    /// <returns>False when the norm is not finite: the parameters are as they were, the gradients are not.</returns>
    public bool TryStep(double lossScale, out double norm)
    {
        using var scope = torch.NewDisposeScope();
        if (lossScale != 1)
        {
            Divide(lossScale);
        }

        // max_norm / (norm + 1e-6), capped at 1. Infinity leaves the gradients as they are and still gives the norm.
        norm = torch.nn.utils.clip_grad_norm_(_parameters, _recipe.ClipMaxNorm > 0 ? _recipe.ClipMaxNorm : double.PositiveInfinity);
        if (!double.IsFinite(norm))
        {
            return false;
        }

        _adamW.step();
        return true;
    }

    /// <summary>Moments and step counts by name, to save: optimizer.exp_avg.NAME, optimizer.exp_avg_sq.NAME and optimizer.steps [parameters].
    /// The moments stay the optimizer's; optimizer.steps belongs to the caller's dispose scope.</summary>
    public IReadOnlyList<KeyValuePair<string, torch.Tensor>> StateTensors()
    {
        var states = States();
        var moments = states.SelectMany(state => new KeyValuePair<string, torch.Tensor>[]
        {
            new(TrainingTensors.FirstMoment + state.Name, state.Value.exp_avg),
            new(TrainingTensors.SecondMoment + state.Name, state.Value.exp_avg_sq),
        });
        return [.. moments, new(TrainingTensors.Steps, torch.tensor(states.Select(state => state.Value.step).ToArray(), torch.int64))];
    }

    /// <summary>Takes over what <see cref="StateTensors"/> gave.</summary>
    /// <exception cref="BadInputException">A tensor is missing, not finite or of another shape; the message names file and
    /// tensor.</exception>
    public void LoadState(Checkpoint checkpoint)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var states = States();
        var steps = Read(TrainingTensors.Steps, [states.Count]).data<long>().ToArray();
        foreach (var ((name, state), step) in states.Zip(steps))
        {
            state.exp_avg.copy_(Read(TrainingTensors.FirstMoment + name, state.exp_avg.shape));
            state.exp_avg_sq.copy_(Read(TrainingTensors.SecondMoment + name, state.exp_avg_sq.shape));
            state.step = step;
        }

        torch.Tensor Read(string name, long[] shape)
        {
            var stored = checkpoint.Find(name) ?? throw new BadInputException($"{checkpoint.FilePath}: tensor {name} is missing");
            FiniteValues.Require(checkpoint, stored);
            return stored.Shape.SequenceEqual(shape)
                ? stored.ToTensor()
                : throw new BadInputException($"{checkpoint.FilePath}: tensor {name} has shape [{string.Join(", ", stored.Shape)}]; expected [{string.Join(", ", shape)}]");
        }
    }

    public void Dispose() => _adamW.Dispose();

    private void Divide(double lossScale)
    {
        using var noGradients = torch.no_grad();
        foreach (var parameter in _parameters)
        {
            parameter.grad?.div_(lossScale);
        }
    }

    private static bool IsBackbone(string name) => name.Contains("backbone", StringComparison.Ordinal);

    private List<(string Name, AdamW.State Value)> States()
        => [.. Groups.SelectMany(group => group.Parameters).Zip(_adamW.state_dict().State, (parameter, state) => (parameter.Name, (AdamW.State)state))];
}

/// <summary>Parameters that share a learning rate.</summary>
/// <param name="Name">"main" or "backbone".</param>
/// <param name="InitialLearningRate">Rate of epoch 0.</param>
/// <param name="Parameters">In the model's order; not owned.</param>
public sealed record ParameterGroup(string Name, double InitialLearningRate, IReadOnlyList<(string Name, Parameter Value)> Parameters);
