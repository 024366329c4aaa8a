using Dino.Core;

namespace Dino.Model.Configuration;

/// <summary>What a configuration must satisfy to describe a model.</summary>
internal sealed class DinoConfigRules
{
    // Far beyond every published model, and far from what no index can count.
    private const int MostOfAKind = 1_000_000;
    private const int MostWide = 1 << 16;
    private const int MostLayers = 1000;

    private readonly string _source;

    private DinoConfigRules(string source) => _source = source;

    /// <param name="source">Where the configuration was read, for messages.</param>
    /// <exception cref="BadInputException">A value is out of range; the message names its key.</exception>
    public static void Check(DinoConfig config, string source = DinoConfig.DefaultSource)
        => new DinoConfigRules(source).CheckAll(config);

    private void CheckAll(DinoConfig config)
    {
        Between("num_classes", config.NumClasses, MostOfAKind);
        Between("num_feature_levels", config.NumFeatureLevels, MostLayers);
        Between("enc_layers", config.EncLayers, MostLayers);
        Between("dec_layers", config.DecLayers, MostLayers);
        Between("dim_feedforward", config.DimFeedforward, MostWide);
        Between("nheads", config.Nheads, MostWide);
        Between("enc_n_points", config.EncNPoints, MostLayers);
        Between("dec_n_points", config.DecNPoints, MostLayers);
        Between("num_queries", config.NumQueries, MostOfAKind);
        Between("num_select", config.NumSelect, MostOfAKind);
        Between("dn_number", config.DnNumber, MostOfAKind);
        Between("backbone_base_width", config.BackboneBaseWidth, MostWide);
        CheckHidden(config);
        CheckBackbone(config);
        Require(
            config.DnLabelbookSize is >= 0 and <= MostOfAKind,
            $"dn_labelbook_size is {config.DnLabelbookSize}; expected 0 to {MostOfAKind}");
        Require(!config.UseDn || config.DnLabelbookSize + 1 >= config.NumClasses,
            $"dn_labelbook_size is {config.DnLabelbookSize}; denoising draws labels below num_classes {config.NumClasses}, expected at least {config.NumClasses - 1}");
        Require(config.PeTemperatureH > 0 && config.PeTemperatureW > 0, "pe_temperatureH and pe_temperatureW must be above 0");
        Require(config.DnLabelNoiseRatio is >= 0 and <= 2, $"dn_label_noise_ratio is {config.DnLabelNoiseRatio}; expected 0 to 2 (half of it is a probability)");
        Require(config.DnBoxNoiseScale >= 0, $"dn_box_noise_scale is {config.DnBoxNoiseScale}; expected 0 or more");
        Require(config.FocalAlpha is >= 0 and <= 1, $"focal_alpha is {config.FocalAlpha}; expected 0 to 1");
    }

    private void CheckHidden(DinoConfig config)
    {
        Between("hidden_dim", config.HiddenDim, MostWide);
        Require(config.HiddenDim % config.Nheads == 0, $"hidden_dim {config.HiddenDim} is not a multiple of nheads {config.Nheads}");
        // The sine encodings give each of y and x half of the channels, in pairs of sine and cosine.
        Require(config.HiddenDim % 4 == 0, $"hidden_dim {config.HiddenDim} is not a multiple of 4");
        Require(config.HiddenDim % DinoConfig.ProjectionNormGroups == 0,
            $"hidden_dim {config.HiddenDim} is not a multiple of {DinoConfig.ProjectionNormGroups}, the groups of the input projections' norm");
    }

    private void CheckBackbone(DinoConfig config)
    {
        var blocks = config.ResolvedBackboneBlocks;
        Require(blocks.Count == 4 && blocks.All(count => count is >= 1 and <= MostLayers),
            $"backbone_blocks is [{string.Join(", ", blocks)}]; expected four numbers of 1 or more");
        Require(config.BackboneNorm is "frozen" or "batch", $"backbone_norm is '{config.BackboneNorm}'; expected frozen or batch");
        Require(config.FreezeAt is >= 0 and <= 5, $"freeze_at is {config.FreezeAt}; expected 0 to 5");
        var stages = config.ReturnIntermIndices;
        Require(stages.Count >= 1 && stages.All(stage => stage is >= 0 and <= 3) && stages.Zip(stages.Skip(1)).All(pair => pair.First < pair.Second),
            $"return_interm_indices is [{string.Join(", ", stages)}]; expected ascending stages of 0 to 3");
        Require(config.NumFeatureLevels >= stages.Count, $"num_feature_levels {config.NumFeatureLevels} is below the {stages.Count} return_interm_indices");
    }

    private void Between(string key, int value, int most)
        => Require(value >= 1 && value <= most, $"{key} is {value}; expected {(value < 1 ? "1 or more" : $"at most {most}")}");

    private void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new BadInputException($"{_source}: {message}");
        }
    }
}
