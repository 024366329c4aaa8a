using Dino.Core;
using Dino.Training.Recipe;

namespace Dino.Training.Tests.Recipe;

public sealed class TrainingRecipeJsonTests
{
    [Fact]
    public void Write_Defaults_HasTheReferenceKeysAndReadsBack()
    {
        var json = TrainingRecipeJson.Write(new TrainingRecipe());
        string[] keys = ["lr", "lr_backbone", "weight_decay", "clip_max_norm", "epochs", "lr_drop", "multi_step_lr", "lr_drop_list", "batch_size", "seed", "data_aug_scales", "data_aug_max_size",
            "data_aug_scales2_resize", "data_aug_scales2_crop", "save_checkpoint_interval"];
        Assert.All(keys, key => Assert.Contains($"\"{key}\":", json, StringComparison.Ordinal));
        Assert.Equal(json, TrainingRecipeJson.Write(TrainingRecipeJson.Read(json, "recipe.json")));
    }

    [Theory]
    [InlineData("""{ "lr_bakbone": 1e-5 }""", "lr_bakbone")]
    [InlineData("""{ "lr": -1 }""", "lr is -1")]
    [InlineData("""{ "batch_size": 0 }""", "batch_size is 0")]
    [InlineData("""{ "data_aug_scales": [] }""", "data_aug_scales")]
    [InlineData("""{ "data_aug_scales2_crop": [384] }""", "data_aug_scales2_crop")]
    [InlineData("not json", "recipe.json")]
    [InlineData("null", "recipe.json")]
    public void Read_BadRecipe_NamesSourceAndKey(string json, string expected)
    {
        var exception = Assert.Throws<BadInputException>(() => TrainingRecipeJson.Read(json, "recipe.json"));
        Assert.Contains("recipe.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
