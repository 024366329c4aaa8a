using static TorchSharp.torch;

namespace Dino.Training.Recipe;

/// <summary>What the matrix products and convolutions of a training step may compute in, by the names of the recipe's <c>dtype</c>.</summary>
public static class ComputeTypes
{
    public const string Default = "float32";

    private static readonly IReadOnlyDictionary<string, ScalarType> s_types = new Dictionary<string, ScalarType>
    {
        [Default] = ScalarType.Float32,
        ["bfloat16"] = ScalarType.BFloat16,
        ["float16"] = ScalarType.Float16,
    };

    public static IReadOnlyList<string> Names { get; } = [.. s_types.Keys];

    /// <exception cref="KeyNotFoundException">There is no such type; the check of a recipe comes before.</exception>
    public static ScalarType Of(string name) => s_types[name];
}
