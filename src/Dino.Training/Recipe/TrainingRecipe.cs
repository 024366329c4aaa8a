using System.Text.Json.Serialization;
using Dino.Data.Transforms;

namespace Dino.Training.Recipe;

/// <summary>How a model is trained. Keys and defaults are those of the official configuration files (config/DINO/DINO_4scale.py); write and read
/// with <see cref="TrainingRecipeJson"/>.</summary>
public sealed record TrainingRecipe
{
    /// <summary>Learning rate of everything but the backbone.</summary>
    public double Lr { get; init; } = 1e-4;

    /// <summary>Learning rate of parameters with "backbone" in their name.</summary>
    public double LrBackbone { get; init; } = 1e-5;

    /// <summary>Decoupled decay on every parameter, norms and biases included (the published recipe).</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Largest global L2 norm of the gradient; 0 switches clipping off.</summary>
    public double ClipMaxNorm { get; init; } = 0.1;

    public int Epochs { get; init; } = 12;

    /// <summary>Learning rates drop to a tenth every this many epochs (again at twice, three times, ... as StepLR does).</summary>
    public int LrDrop { get; init; } = 11;

    /// <summary>Drop at the epochs of <see cref="LrDropList"/> instead.</summary>
    public bool MultiStepLr { get; init; }

    public IReadOnlyList<int> LrDropList { get; init; } = [33, 45];

    /// <summary>One rise and fall over all epochs (<see cref="OneCycleSchedule"/>) in place of drops.</summary>
    [JsonPropertyName("onecyclelr")]
    public bool OneCycleLr { get; init; }

    /// <summary>Images of a batch. The released models were trained with 16 a step in total.</summary>
    public int BatchSize { get; init; } = 2;

    /// <summary>Batches whose mean loss makes one step: memory of one batch, gradient of several. Each batch's losses are divided by its own number of targets. Not in the reference.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Parameters whose name contains one of these do not train, beside those that the model's freeze_at holds. Not in the reference.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>Keeps and evaluates a moving average of the weights as well (<see cref="Optimization.WeightAverage"/>).</summary>
    public bool UseEma { get; init; }

    public double EmaDecay { get; init; } = 0.9997;

    /// <summary>Epoch (from 0) whose first step the average begins with, as a copy of the weights.</summary>
    public int EmaEpoch { get; init; }

    /// <summary>Ends the run after so many epochs without a better AP; 0 never. Not in the reference.</summary>
    public int EarlyStopping { get; init; }

    /// <summary>What matrix products and convolutions of forward and backward compute in, one of <see cref="ComputeTypes.Names"/>. Weights, optimizer, norms, softmax, sampling locations,
    /// heads, boxes, losses and evaluation stay in float32. Not in the reference, whose --amp is float16.</summary>
    public string Dtype { get; init; } = ComputeTypes.Default;

    public long Seed { get; init; } = 42;

    /// <summary>Short sides drawn from in training, pixels; the largest is the short side in evaluation.</summary>
    public IReadOnlyList<int> DataAugScales { get; init; } = [480, 512, 544, 576, 608, 640, 672, 704, 736, 768, 800];

    /// <summary>Cap of the long side, pixels.</summary>
    public int DataAugMaxSize { get; init; } = 1333;

    /// <summary>Short sides before the random crop, pixels.</summary>
    [JsonPropertyName("data_aug_scales2_resize")]
    public IReadOnlyList<int> DataAugScales2Resize { get; init; } = [400, 500, 600];

    /// <summary>Smallest and largest side of the random crop, pixels.</summary>
    [JsonPropertyName("data_aug_scales2_crop")]
    public IReadOnlyList<int> DataAugScales2Crop { get; init; } = [384, 600];

    /// <summary>Every this many epochs the epoch's checkpoint is kept under its own name; 0 keeps only the last and the best.</summary>
    public int SaveCheckpointInterval { get; init; }

    /// <summary>At most so much work is lost in a crash: inside an epoch the last checkpoint is renewed when it is this old; 0 renews it after every step.</summary>
    public double SaveCheckpointMinutes { get; init; } = 10;

    /// <summary>The data_aug_ keys as the training transforms take them.</summary>
    [JsonIgnore]
    public TrainingAugmentation Augmentation => new()
    {
        Scales = DataAugScales,
        MaxSize = DataAugMaxSize,
        CropResizeScales = DataAugScales2Resize,
        CropSize = (DataAugScales2Crop[0], DataAugScales2Crop[1]),
    };

    /// <summary>Size of images in evaluation: the largest of the training scales, the same cap.</summary>
    [JsonIgnore]
    public EvaluationSize EvaluationSize => new(DataAugScales.Max(), DataAugMaxSize);
}
