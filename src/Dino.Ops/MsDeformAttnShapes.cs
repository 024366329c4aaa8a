using Dino.Kernels;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>Shape agreement of the op's inputs.</summary>
internal static class MsDeformAttnShapes
{
    /// <exception cref="ArgumentException">A dimension disagrees; the message gives both numbers.</exception>
    public static void Check(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        Require(value.dim() == 4, $"value has {value.dim()} dimensions; expected 4 [batch, tokens, heads, headDim]");
        Require(locations.dim() == 6, $"locations has {locations.dim()} dimensions; expected 6 [batch, queries, heads, levels, points, 2]");
        Require(weights.dim() == 5, $"weights has {weights.dim()} dimensions; expected 5 [batch, queries, heads, levels, points]");
        var tokens = levels.Sum(level => (long)level.Tokens);
        Require(value.shape[1] == tokens, $"value has {value.shape[1]} tokens; the levels have {tokens}");
        Require(locations.shape[0] == value.shape[0], $"locations has batch {locations.shape[0]}; value has {value.shape[0]}");
        Require(locations.shape[2] == value.shape[2], $"locations has {locations.shape[2]} heads; value has {value.shape[2]}");
        Require(locations.shape[3] == levels.Count, $"locations has {locations.shape[3]} levels; {levels.Count} were given");
        Require(locations.shape[5] == 2, $"locations ends in {locations.shape[5]}; expected 2 (x, y)");
        for (var dim = 0; dim < 5; dim++)
        {
            Require(weights.shape[dim] == locations.shape[dim], $"weights has size {weights.shape[dim]} in dimension {dim}; locations has {locations.shape[dim]}");
        }
    }

    /// <summary>The kernels' view of inputs that passed <see cref="Check"/>.</summary>
    public static MsDeformAttnShape Of(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations) => new(
        checked((int)value.shape[0]),
        checked((int)locations.shape[1]),
        checked((int)value.shape[2]),
        checked((int)value.shape[3]),
        checked((int)locations.shape[4]),
        levels.Select(level => (level.Height, level.Width)));

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
