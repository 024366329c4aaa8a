using Dino.Model.Configuration;
using Dino.Model.Matching;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Criterion;

/// <summary>Loss of one batch and everything the reference logs about it. Owns its tensors.</summary>
public sealed class LossReport : IDisposable
{
    private readonly Tensor _values;

    internal LossReport(
        Tensor total, Tensor values, IReadOnlyList<string> names, IReadOnlyDictionary<string, double> weights,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<Assignment>>> matches)
    {
        _values = values;
        Total = total;
        Terms = [.. names.Zip(values.unbind(0), KeyValuePair.Create)];
        Weights = weights;
        Matches = matches;
    }

    /// <summary>[] weighted sum of the terms, to differentiate.</summary>
    public Tensor Total { get; }

    /// <summary>[] each, not weighted, detached, under the reference's names: loss_ce, loss_bbox_0, loss_giou_interm, loss_ce_dn,
    /// loss_xy, class_error, cardinality_error, ...</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Terms { get; }

    /// <summary>Factors of the terms that are part of <see cref="Total"/>, by term name.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; }

    /// <summary>Matched queries (rows) and targets (columns) of each image, by output set: final, aux_0, ..., interm.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<Assignment>>> Matches { get; }

    /// <summary><see cref="Terms"/> as numbers.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> ReadTerms() => Read().Terms;

    /// <summary><see cref="Total"/> and <see cref="Terms"/> as numbers, with one transfer from the device.</summary>
    public (double Total, IReadOnlyList<KeyValuePair<string, double>> Terms) Read()
    {
        using var scope = NewDisposeScope();
        var values = HostTransfer.Read<double>(cat([Total.detach().view(1), _values]).to(float64));
        return (values[0], [.. Terms.Zip(values[1..], (term, value) => KeyValuePair.Create(term.Key, value))]);
    }

    public void Dispose()
    {
        foreach (var term in Terms)
        {
            term.Value.Dispose();
        }

        _values.Dispose();
        Total.Dispose();
    }
}

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
