using Dino.Core;

namespace Dino.Training.Recipe;

/// <summary>Ranges of a recipe's values.</summary>
public static class TrainingRecipeCheck
{
    /// <exception cref="BadInputException">A value is out of range; the message names source, key, value and range.</exception>
    public static void Require(TrainingRecipe recipe, string source)
    {
        NotNegative(recipe.Lr, "lr");
        NotNegative(recipe.LrBackbone, "lr_backbone");
        NotNegative(recipe.WeightDecay, "weight_decay");
        NotNegative(recipe.ClipMaxNorm, "clip_max_norm");
        Positive(recipe.Epochs, "epochs");
        Positive(recipe.LrDrop, "lr_drop");
        Positive(recipe.BatchSize, "batch_size");
        Positive(recipe.DataAugMaxSize, "data_aug_max_size");
        NotNegative(recipe.SaveCheckpointInterval, "save_checkpoint_interval");
        NotNegative(recipe.SaveCheckpointMinutes, "save_checkpoint_minutes");
        Positive(recipe.GradientAccumulation, "gradient_accumulation");
        NotNegative(recipe.EmaEpoch, "ema_epoch");
        NotNegative(recipe.EarlyStopping, "early_stopping");
        Hold(recipe.EmaDecay is >= 0 and < 1, "ema_decay", "a number >= 0 and < 1", recipe.EmaDecay);
        Hold(!(recipe.OneCycleLr && recipe.MultiStepLr), "onecyclelr", "one schedule: onecyclelr or multi_step_lr", true);
        Hold(ComputeTypes.Names.Contains(recipe.Dtype), "dtype", $"one of {string.Join(", ", ComputeTypes.Names)}", recipe.Dtype);
        Hold(recipe.Freeze.All(part => part.Length > 0), "freeze", "parts of parameter names, none empty", string.Join(',', recipe.Freeze));
        Sides(recipe.DataAugScales, "data_aug_scales");
        Sides(recipe.DataAugScales2Resize, "data_aug_scales2_resize");
        Sides(recipe.DataAugScales2Crop, "data_aug_scales2_crop");
        Hold(recipe.DataAugScales2Crop.Count == 2, "data_aug_scales2_crop", "two values [smallest, largest]", recipe.DataAugScales2Crop.Count);

        void NotNegative(double value, string key) => Hold(double.IsFinite(value) && value >= 0, key, "a number >= 0", value);
        void Positive(int value, string key) => Hold(value > 0, key, "an integer > 0", value);
        void Sides(IReadOnlyList<int> values, string key) => Hold(values.Count > 0 && values.All(side => side > 0), key, "at least one side, all > 0", string.Join(',', values));
        void Hold(bool holds, string key, string expected, object value)
        {
            if (!holds)
            {
                throw new BadInputException(FormattableString.Invariant($"{source}: {key} is {value}; expected {expected}"));
            }
        }
    }
}
