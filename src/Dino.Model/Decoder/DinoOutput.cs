namespace Dino.Model.Decoder;

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
    /// <summary>The sets that are matched with targets, in the order of <c>LossReport.Matches</c>.</summary>
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

/// <summary>Predictions for the denoising queries (DINO 2203.03605, Sec. 3.3). Owns its tensors.</summary>
/// <param name="Final">[batch, PadSize, ...] after the last decoder layer.</param>
/// <param name="Auxiliary">The same after every earlier decoder layer, first layer first.</param>
/// <param name="Groups">Groups, each of a positive and a negative half.</param>
/// <param name="PadSize">Queries: 2 * Groups * (largest target count in the batch).</param>
public sealed record DenoisingOutput(PredictionSet Final, IReadOnlyList<PredictionSet> Auxiliary, int Groups, int PadSize) : IDisposable
{
    public void Dispose()
    {
        foreach (var set in (IEnumerable<PredictionSet>)[Final, .. Auxiliary])
        {
            set.Logits.Dispose();
            set.BoxesCxCyWh.Dispose();
        }
    }
}
