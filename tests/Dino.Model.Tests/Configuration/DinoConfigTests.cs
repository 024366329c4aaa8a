using Dino.Core;
using Dino.Model.Configuration;

namespace Dino.Model.Tests.Configuration;

public sealed class DinoConfigTests
{
    [Fact]
    public void ToJson_RoundTrips_WithTheReferencesKeys()
    {
        var config = TestModels.Tiny with { PeTemperatureH = 30, UseDn = false, FreezeAt = 0 };
        var json = config.ToJson();

        Assert.Equal(json, DinoConfig.FromJson(json).ToJson());
        Assert.All(
            ["\"num_classes\": 5", "\"pe_temperatureH\": 30", "\"nheads\": 4", "\"enc_n_points\": 2", "\"set_cost_bbox\": 5", "\"dec_pred_bbox_embed_share\": true", "\"backbone_blocks\""],
            key => Assert.Contains(key, json, StringComparison.Ordinal));
    }

    [Fact]
    public void WithOverrides_ChangesTheNamedKeysOnly()
    {
        var config = DinoConfig.FiveScaleR50.WithOverrides("""{"num_classes": 2, "return_interm_indices": [1, 2]}""");

        Assert.Equal(2, config.NumClasses);
        Assert.Equal([1, 2], config.ReturnIntermIndices);
        Assert.Equal(5, config.NumFeatureLevels);
        Assert.Equal(91, config.DnLabelbookSize);
    }

    [Theory]
    [InlineData("""{"num_clases": 2}""", "num_clases")]
    [InlineData("""{"num_classes": 0}""", "num_classes is 0; expected 1 or more")]
    [InlineData("""{"num_classes": "two"}""", "num_classes")]
    [InlineData("""{"hidden_dim": 100}""", "hidden_dim 100 is not a multiple of nheads 8")]
    [InlineData("""{"hidden_dim": 40}""", "hidden_dim 40 is not a multiple of 32")]
    [InlineData("""{"backbone": "swin"}""", "backbone is 'swin'")]
    [InlineData("""{"backbone_blocks": [1, 1, 1]}""", "backbone_blocks is [1, 1, 1]; expected four")]
    [InlineData("""{"return_interm_indices": [3, 2]}""", "return_interm_indices is [3, 2]")]
    [InlineData("""{"num_feature_levels": 2}""", "num_feature_levels 2 is below the 3")]
    [InlineData("""{"dn_labelbook_size": 80}""", "dn_labelbook_size is 80")]
    [InlineData("""{"backbone_norm": "group"}""", "backbone_norm is 'group'")]
    [InlineData("[]", "model configuration")]
    [InlineData("null", "model configuration")]
    [InlineData("{", "model configuration")]
    public void FromJson_Impossible_NamesTheKey(string json, string words)
    {
        var problem = Assert.Throws<BadInputException>(() => DinoConfig.FromJson(json));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }
}
