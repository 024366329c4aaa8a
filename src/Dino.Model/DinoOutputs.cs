using Dino.Model.Decoder;
using Dino.Model.Denoising;
using Dino.Model.Queries;

namespace Dino.Model;

/// <summary>Splits the decoder's predictions into matching and denoising queries.</summary>
internal static class DinoOutputs
{
    /// <param name="layers">Predictions of every decoder layer, denoising queries first.</param>
    /// <returns>Its tensors move to the outer dispose scope.</returns>
    public static DinoOutput Assemble(IReadOnlyList<PredictionSet> layers, SelectedQueries selected, DenoisingQueries? denoising)
    {
        var padSize = denoising?.PadSize ?? 0;
        var matching = layers.Select(set => Narrow(set, padSize, set.Logits.shape[1] - padSize)).ToList();
        var denoised = denoising is null ? null : layers.Select(set => Narrow(set, 0, padSize)).ToList();
        return new DinoOutput(
            matching[^1],
            matching[..^1],
            Release(selected.Intermediate),
            Release(selected.BeforeRegression),
            denoised is null ? null : new DenoisingOutput(denoised[^1], denoised[..^1], denoising!.Groups, padSize));
    }

    private static PredictionSet Narrow(PredictionSet set, long start, long count)
        => Release(new PredictionSet(set.Logits.narrow(1, start, count), set.BoxesCxCyWh.narrow(1, start, count)));

    private static PredictionSet Release(PredictionSet set)
        => new(set.Logits.MoveToOuterDisposeScope(), set.BoxesCxCyWh.MoveToOuterDisposeScope());
}
