using Dino.Checkpoints.Families;
using Dino.Model.Configuration;

namespace Dino.Engine.Loading;

/// <summary>The configuration of a model from its weights' shapes and what is known of their training.</summary>
public static class ConfigInference
{
    /// <param name="weights">In official names, of a whole detector.</param>
    /// <returns>Null for a backbone alone.</returns>
    public static DinoConfig? Of(ConvertedWeights weights)
    {
        var shapes = weights.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.shape);
        if (!shapes.TryGetValue("transformer.tgt_embed.weight", out var queries))
        {
            return null;
        }

        var settings = weights.Settings;
        var backboneLevels = Count("input_proj.{0}.0.weight", shape => shape is [_, _, 1, 1]);
        return DinoConfig.FourScaleR50 with
        {
            NumClasses = settings.NumClasses,
            DnLabelbookSize = settings.DnLabelbookSize,
            DecPredClassEmbedShare = settings.DecPredClassEmbedShare,
            DecPredBboxEmbedShare = settings.DecPredBboxEmbedShare,
            PeTemperatureH = settings.PeTemperatureH,
            PeTemperatureW = settings.PeTemperatureW,
            NumQueries = (int)queries[0],
            HiddenDim = (int)queries[1],
            DimFeedforward = (int)shapes["transformer.encoder.layers.0.linear1.weight"][0],
            EncLayers = Count("transformer.encoder.layers.{0}.norm1.weight"),
            DecLayers = Count("transformer.decoder.layers.{0}.norm1.weight"),
            NumFeatureLevels = Count("input_proj.{0}.0.weight"),
            ReturnIntermIndices = [.. Enumerable.Range(4 - backboneLevels, backboneLevels)],
            BackboneBaseWidth = (int)shapes["backbone.0.body.conv1.weight"][0],
            BackboneBlocks = [.. Enumerable.Range(1, 4).Select(stage => Count($"backbone.0.body.layer{stage}.{{0}}.conv1.weight"))],
        };

        int Count(string format, Func<long[], bool>? where = null)
            => Enumerable.Range(0, shapes.Count).TakeWhile(i => shapes.TryGetValue(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, i), out var shape) && (where?.Invoke(shape) ?? true)).Count();
    }
}
