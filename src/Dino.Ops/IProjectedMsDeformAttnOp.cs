using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>An op that for some types also goes straight from the projections to the result, without locations and weights of its own. For evaluation: nothing is recorded for gradients.</summary>
public interface IProjectedMsDeformAttnOp : IMsDeformAttnOp
{
    /// <summary>Whether <see cref="ApplyProjected"/> takes values of this type, place and size of a head.</summary>
    bool TakesProjected(ScalarType dtype, Device device, long headDim);

    /// <param name="value">[batch, tokens, heads, headDim].</param>
    /// <param name="projected">[batch, queries, 3 * heads * levels * points] of the value's type: offsets (x, y) of [heads, levels, points], then logits of [heads, levels, points].</param>
    /// <param name="references">[batch or 1, queries, levels, 2 or 4] float32, points or boxes that the offsets count from.</param>
    /// <returns>[batch, queries, heads * headDim] of the value's type; the caller owns it.</returns>
    /// <exception cref="ArgumentException">Shapes do not agree; the message gives both numbers.</exception>
    Tensor ApplyProjected(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references);
}
