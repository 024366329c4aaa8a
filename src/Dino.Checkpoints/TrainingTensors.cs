namespace Dino.Checkpoints;

/// <summary>Names under which a training checkpoint of this project keeps what is not the model's: tensors beside the weights, and
/// JSON in the metadata.</summary>
public static class TrainingTensors
{
    /// <summary>Begins the names of the optimizer's tensors.</summary>
    public const string OptimizerPrefix = "optimizer.";

    /// <summary>Begins the names of AdamW's first moments; a parameter's name follows.</summary>
    public const string FirstMoment = OptimizerPrefix + "exp_avg.";

    /// <summary>Begins the names of AdamW's second moments; a parameter's name follows.</summary>
    public const string SecondMoment = OptimizerPrefix + "exp_avg_sq.";

    /// <summary>The tensor of AdamW's step counts, int64 [parameters].</summary>
    public const string Steps = OptimizerPrefix + "steps";

    /// <summary>Begins the names of the moving average's tensors; a weight's name follows.</summary>
    public const string AveragePrefix = "ema_model.";

    /// <summary>Metadata: the model's configuration. Files of weights alone have it too.</summary>
    public const string ConfigKey = "model_config";

    /// <summary>Metadata: the training recipe.</summary>
    public const string RecipeKey = "training_recipe";

    /// <summary>Metadata: how far the run has come.</summary>
    public const string StateKey = "training_state";

    /// <summary>Beginnings of all names that are not the model's.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = [OptimizerPrefix, AveragePrefix];
}
