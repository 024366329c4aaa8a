namespace Dino.Model.Outputs;

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
