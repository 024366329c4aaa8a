using Dino.Core;
using Dino.Evaluation;
using Dino.Training.Recipe;

namespace Dino.Pipeline.Profiles;

/// <summary>What a profile must hold beyond its form.</summary>
internal static class ProfileRules
{
    /// <exception cref="BadInputException">A rule is broken; the message names source, key and expectation.</exception>
    public static void Check(Profile profile, string source)
    {
        Require(IsFileName(profile.Name), $"name is '{profile.Name}'; expected letters, digits, '-', '_' and '.'");
        Require(profile.Weights is { Shipped: null } != profile.Weights is { Catalogue: null }, "weights needs exactly one of shipped and catalogue");
        Require(profile.Weights.Shipped is null || IsFileName(profile.Weights.Shipped), $"weights.shipped is '{profile.Weights.Shipped}'; expected a file name");
        Require(profile.Data is { Train: > 0, Val: > 0, SyntheticImages: > 1 }, "data needs train, val > 0 and synthetic_images > 1");
        var fineTune = profile.FineTune;
        Require(fineTune.NumClasses is null or > 0, $"fine_tune.num_classes is {fineTune.NumClasses}; expected the largest category id + 1");
        Require(fineTune.DnLabelbookSize is not { } rows || rows >= (fineTune.NumClasses ?? 1), $"fine_tune.dn_labelbook_size is {fineTune.DnLabelbookSize}; expected at least num_classes ({fineTune.NumClasses})");
        foreach (var (old, now) in fineTune.ClassMap)
        {
            Require(old >= 0 && old < profile.Model.NumClasses, $"fine_tune.class_map has pretrained label {old}; expected 0 to {profile.Model.NumClasses - 1}");
            Require(now >= 0 && now < (fineTune.NumClasses ?? int.MaxValue), $"fine_tune.class_map has new label {now}; expected 0 to num_classes - 1");
        }

        Require(profile.Gate is { MaxDropPretrained.Count: > 0, MaxDropFineTuned.Count: > 0 }, "gate needs max_drop_pretrained and max_drop_fine_tuned");
        foreach (var (stat, drop) in profile.Gate.MaxDropPretrained.Concat(profile.Gate.MaxDropFineTuned))
        {
            Require(CocoEvaluationResult.StatsNames.Contains(stat), $"gate names the statistic '{stat}'; expected {string.Join(", ", CocoEvaluationResult.StatsNames)}");
            Require(drop is >= 0 and <= 1, $"gate limits {stat} to a drop of {drop}; expected 0 to 1");
        }

        Require(
            profile.Gate is { Confidence: > 0 and < 1, Resamples: > 0 and <= BootstrapOptions.MostResamples },
            $"gate needs confidence between 0 and 1 and resamples of 1 to {BootstrapOptions.MostResamples}");
        TrainingRecipeCheck.Require(profile.Recipe, $"{source}: recipe");
        if (profile.Pretrain is { } pretrain)
        {
            TrainingRecipeCheck.Require(pretrain.Recipe, $"{source}: pretrain.recipe");
        }

        void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new BadInputException($"{source}: {message}");
            }
        }
    }

    /// <summary>Safe as one component of a path.</summary>
    private static bool IsFileName(string name)
        => name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
