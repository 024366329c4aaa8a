using Dino.Checkpoints.Content;

namespace Dino.Checkpoints;

/// <summary>What <c>torch.optim.lr_scheduler.StepLR.state_dict()</c> holds.</summary>
/// <param name="BaseLrs">Rates of epoch 0, one a group; <paramref name="LastLrs"/> those now.</param>
public sealed record StepLrState(int StepSize, double Gamma, IReadOnlyList<double> BaseLrs, int LastEpoch, IReadOnlyList<double> LastLrs)
{
    internal ContentDictionary ToContent() => new ContentDictionary()
        .Set("step_size", StepSize)
        .Set("gamma", Gamma)
        .Set("base_lrs", List(BaseLrs))
        .Set("last_epoch", LastEpoch)
        .Set("verbose", false)
        // The scheduler counts the step it takes when it is made.
        .Set("_step_count", LastEpoch + 1)
        .Set("_get_lr_called_within_step", false)
        .Set("_last_lr", List(LastLrs));

    private static ContentList List(IReadOnlyList<double> rates) => new(ContentKind.List, rates.Select(rate => (object?)rate));
}
