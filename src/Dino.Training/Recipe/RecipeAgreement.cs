using System.Text.Json;
using System.Text.Json.Nodes;
using Dino.Core;

namespace Dino.Training.Recipe;

/// <summary>A run goes on under the recipe it began with.</summary>
public static class RecipeAgreement
{
    // How long to go on and what to keep do not change what has been done.
    private static readonly string[] MayDiffer = ["epochs", "save_checkpoint_interval", "save_checkpoint_minutes", "early_stopping"];

    /// <exception cref="BadInputException">A key differs; the message names source, key and both values.</exception>
    public static void Require(string source, TrainingRecipe begun, TrainingRecipe now)
    {
        var (then, today) = (Keys(begun), Keys(now));
        foreach (var (key, value) in then)
        {
            // One cycle spans all epochs, so that their number decides every rate.
            var may = MayDiffer.Contains(key) && !(begun.OneCycleLr && key == "epochs");
            if (!may && !JsonNode.DeepEquals(value, today[key]))
            {
                throw new BadInputException($"{source}: the run began with {key} {value?.ToJsonString()}; the recipe now says {today[key]?.ToJsonString()}");
            }
        }
    }

    private static JsonObject Keys(TrainingRecipe recipe) => JsonSerializer.SerializeToNode(recipe, TrainingRecipeJson.Options)!.AsObject();
}
