using Dino.Gating.Baselines;
using Dino.Pipeline.Runs;


namespace Dino.Gating.Comparison;

/// <summary>Refuses comparisons that would mean nothing: another profile, device, test set, class map or number of epochs.</summary>
public static class Comparability
{
    /// <param name="recipeEpochs">Of the profile; a pull request may change them, a command line may not.</param>
    /// <exception cref="NotComparableException">Something that must be equal differs.</exception>
    public static void Require(RunManifest baseline, RunManifest run, int recipeEpochs)
    {
        Equal("profile", baseline.Profile, run.Profile);
        Equal("device class", BaselineFolder.DeviceClass(baseline), BaselineFolder.DeviceClass(run));
        Equal("validation annotations (SHA-256)", RunFacts.Validation(baseline), RunFacts.Validation(run));
        Equal("class map", RunFacts.ClassMap(baseline), RunFacts.ClassMap(run));
        var epochs = RunFacts.Epochs(run);
        if (epochs != RunFacts.Epochs(baseline) && epochs != recipeEpochs)
        {
            throw new NotComparableException(
                $"the run was fine-tuned for {epochs} epochs, the baseline for {RunFacts.Epochs(baseline)} and the profile says {recipeEpochs}; run without --epochs");
        }
    }

    private static void Equal(string what, string baseline, string run)
    {
        if (!string.Equals(baseline, run, StringComparison.Ordinal))
        {
            throw new NotComparableException($"not comparable: {what} of the baseline is {baseline}, of the run {run}; make the run as the baseline was made, or accept a new baseline");
        }
    }
}
