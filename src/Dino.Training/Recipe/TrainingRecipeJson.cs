using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Training.Recipe;

/// <summary>Reads and writes a recipe as JSON with snake_case keys; unknown keys are errors, so that a misspelt option cannot pass silently.</summary>
public static class TrainingRecipeJson
{
    public static JsonSerializerOptions Options { get; } = InputJson.Strict(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    });

    public static string Write(TrainingRecipe recipe) => JsonSerializer.Serialize(recipe, Options);

    /// <param name="json">The text.</param>
    /// <param name="source">Names the text in messages, for example a file.</param>
    /// <exception cref="BadInputException">Not a recipe, or a value out of range; the message names source and key.</exception>
    public static TrainingRecipe Read(string json, string source)
    {
        var recipe = InputJson.Parse<TrainingRecipe>(json, source, Options, "a recipe");
        TrainingRecipeCheck.Require(recipe, source);
        return recipe;
    }
}
