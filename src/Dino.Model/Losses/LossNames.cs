namespace Dino.Model.Losses;

/// <summary>The reference's names of the loss terms, in the order in which <see cref="SetCriterion"/> computes them.</summary>
internal static class LossNames
{
    private static readonly string[] Trained = ["loss_ce", "loss_bbox", "loss_giou"];
    private static readonly string[] Logged = ["loss_xy", "loss_hw", "cardinality_error"];

    /// <summary>Every term: six a set, then class_error of the last layer.</summary>
    public static IReadOnlyList<string> Terms(int auxiliary)
        => [.. Suffixes(auxiliary).SelectMany(suffix => Trained.Concat(Logged).Select(name => name + suffix)), "class_error"];

    /// <summary>Factors of the trained terms, set by set.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Weights(DinoConfig config, int auxiliary)
    {
        double[] coefficients = [config.ClsLossCoef, config.BboxLossCoef, config.GiouLossCoef];
        return [.. Suffixes(auxiliary).SelectMany(suffix => Trained.Zip(coefficients, (name, coefficient)
            => KeyValuePair.Create(name + suffix, suffix == "_interm" ? config.IntermLossCoef * coefficient : coefficient)))];
    }

    /// <summary>Last decoder layer, earlier ones, the encoder's proposals; then the decoder layers' denoising queries.</summary>
    private static IEnumerable<string> Suffixes(int auxiliary)
    {
        string[] layers = [.. Enumerable.Range(0, auxiliary).Select(layer => $"_{layer}")];
        return ["", .. layers, "_interm", "_dn", .. layers.Select(layer => "_dn" + layer)];
    }
}
