namespace Dino.Model.Outputs;

/// <summary>Predictions of one forward pass (dino-spec 6, 7). Owns all its tensors.</summary>
/// <param name="Final">Matching queries after the last decoder layer.</param>
/// <param name="Auxiliary">Matching queries after every earlier decoder layer, first layer first.</param>
/// <param name="Intermediate">The encoder's selected proposals with their regressed boxes; differentiable.</param>
/// <param name="IntermediateForMatchingPre">The same proposals with their boxes before regression.</param>
/// <param name="Denoising">Denoising queries; null in evaluation, and when no image of the batch has a target.</param>
public sealed record DinoOutput(
    PredictionSet Final,
    IReadOnlyList<PredictionSet> Auxiliary,
    PredictionSet Intermediate,
    PredictionSet IntermediateForMatchingPre,
    DenoisingOutput? Denoising) : IDisposable
{
    /// <summary>The sets that are matched with targets, in the order of <see cref="Losses.LossReport.Matches"/>.</summary>
    public IReadOnlyList<PredictionSet> MatchedSets => [Final, .. Auxiliary, Intermediate];

    public void Dispose()
    {
        foreach (var set in (IEnumerable<PredictionSet>)[Final, .. Auxiliary, Intermediate, IntermediateForMatchingPre])
        {
            set.Logits.Dispose();
            set.BoxesCxCyWh.Dispose();
        }

        Denoising?.Dispose();
    }
}
