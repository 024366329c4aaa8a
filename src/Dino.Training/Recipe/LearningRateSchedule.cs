namespace Dino.Training.Recipe;

/// <summary>Learning rates as a pure function of the epoch, so that a resumed run needs no scheduler state.</summary>
public static class LearningRateSchedule
{
    /// <summary>What a rate is multiplied by at a drop.</summary>
    public const double Gamma = 0.1;

    /// <summary>Rate at <paramref name="epoch"/> (from 0): StepLR(lr_drop, 0.1), or MultiStepLR(lr_drop_list, 0.1) where the recipe says so. Multiplies once a drop,
    /// as torch.optim.lr_scheduler does, so that rounding agrees.</summary>
    public static double At(TrainingRecipe recipe, double initialRate, int epoch)
    {
        var drops = recipe.MultiStepLr
            ? recipe.LrDropList.Count(milestone => milestone <= epoch)
            : epoch / recipe.LrDrop;
        var rate = initialRate;
        for (var drop = 0; drop < drops; drop++)
        {
            rate *= Gamma;
        }

        return rate;
    }
}
