using Dino.Core;
using Dino.Model.Backbone;

namespace Dino.Model;

/// <summary>What a configuration must satisfy to describe a model.</summary>
internal static class DinoConfigRules
{
    /// <exception cref="BadInputException">A value is out of range; the message names its key.</exception>
    public static void Check(DinoConfig config)
    {
        AtLeast("num_classes", config.NumClasses, 1);
        AtLeast("num_feature_levels", config.NumFeatureLevels, 1);
        AtLeast("enc_layers", config.EncLayers, 1);
        AtLeast("dec_layers", config.DecLayers, 1);
        AtLeast("dim_feedforward", config.DimFeedforward, 1);
        AtLeast("nheads", config.Nheads, 1);
        AtLeast("enc_n_points", config.EncNPoints, 1);
        AtLeast("dec_n_points", config.DecNPoints, 1);
        AtLeast("num_queries", config.NumQueries, 1);
        AtLeast("num_select", config.NumSelect, 1);
        AtLeast("dn_number", config.DnNumber, 1);
        AtLeast("backbone_base_width", config.BackboneBaseWidth, 1);
        CheckHidden(config);
        CheckBackbone(config);
        Require(!config.UseDn || config.DnLabelbookSize + 1 >= config.NumClasses,
            $"dn_labelbook_size is {config.DnLabelbookSize}; denoising draws labels below num_classes {config.NumClasses}, expected at least {config.NumClasses - 1}");
        Require(config.PeTemperatureH > 0 && config.PeTemperatureW > 0, "pe_temperatureH and pe_temperatureW must be above 0");
        Require(config.DnLabelNoiseRatio is >= 0 and <= 2, $"dn_label_noise_ratio is {config.DnLabelNoiseRatio}; expected 0 to 2 (half of it is a probability)");
        Require(config.DnBoxNoiseScale >= 0, $"dn_box_noise_scale is {config.DnBoxNoiseScale}; expected 0 or more");
        Require(config.FocalAlpha is >= 0 and <= 1, $"focal_alpha is {config.FocalAlpha}; expected 0 to 1");
    }

    private static void CheckHidden(DinoConfig config)
    {
        AtLeast("hidden_dim", config.HiddenDim, 1);
        Require(config.HiddenDim % config.Nheads == 0, $"hidden_dim {config.HiddenDim} is not a multiple of nheads {config.Nheads}");
        // The sine encodings give each of y and x half of the channels, in pairs of sine and cosine.
        Require(config.HiddenDim % 4 == 0, $"hidden_dim {config.HiddenDim} is not a multiple of 4");
        Require(config.HiddenDim % InputProjection.NormGroups == 0,
            $"hidden_dim {config.HiddenDim} is not a multiple of {InputProjection.NormGroups}, the groups of the input projections' norm");
    }

    private static void CheckBackbone(DinoConfig config)
    {
        var blocks = config.ResolvedBackboneBlocks;
        Require(blocks.Count == 4 && blocks.All(count => count >= 1),
            $"backbone_blocks is [{string.Join(", ", blocks)}]; expected four numbers of 1 or more");
        Require(config.BackboneNorm is "frozen" or "batch", $"backbone_norm is '{config.BackboneNorm}'; expected frozen or batch");
        Require(config.FreezeAt is >= 0 and <= 5, $"freeze_at is {config.FreezeAt}; expected 0 to 5");
        var stages = config.ReturnIntermIndices;
        Require(stages.Count >= 1 && stages.All(stage => stage is >= 0 and <= 3) && stages.Zip(stages.Skip(1)).All(pair => pair.First < pair.Second),
            $"return_interm_indices is [{string.Join(", ", stages)}]; expected ascending stages of 0 to 3");
        Require(config.NumFeatureLevels >= stages.Count, $"num_feature_levels {config.NumFeatureLevels} is below the {stages.Count} return_interm_indices");
    }

    private static void AtLeast(string key, int value, int least) => Require(value >= least, $"{key} is {value}; expected {least} or more");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new BadInputException($"model configuration: {message}");
        }
    }
}
