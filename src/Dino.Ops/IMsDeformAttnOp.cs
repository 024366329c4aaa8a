using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>Multi-scale deformable attention sampling (Deformable DETR, 2010.04159, Sec. 4.1, Eq. 3), differentiable in value, locations and weights.</summary>
public interface IMsDeformAttnOp
{
    /// <summary>Samples each level bilinearly (zeros outside, align_corners false) at the locations and sums by weight.</summary>
    /// <param name="value">[batch, tokens, heads, headDim]; tokens are the levels concatenated in order.</param>
    /// <param name="levels">Sizes of the levels.</param>
    /// <param name="locations">[batch, queries, heads, levels, points, 2], (x, y) in [0, 1] of each level.</param>
    /// <param name="weights">[batch, queries, heads, levels, points].</param>
    /// <returns>[batch, queries, heads * headDim]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">Shapes do not agree; the message gives both numbers.</exception>
    torch.Tensor Apply(torch.Tensor value, IReadOnlyList<LevelShape> levels, torch.Tensor locations, torch.Tensor weights);
}

/// <summary>An op that for some types also goes straight from the projections to the result, without locations and weights of
/// its own. For evaluation: nothing is recorded for gradients.</summary>
public interface IProjectedMsDeformAttnOp : IMsDeformAttnOp
{
    /// <summary>Whether <see cref="ApplyProjected"/> takes values of this type, place and size of a head.</summary>
    bool SupportsProjected(ScalarType dtype, Device device, long headDim);

    /// <param name="value">[batch, tokens, heads, headDim].</param>
    /// <param name="projected">[batch, queries, 3 * heads * levels * points] of the value's type: offsets (x, y) of
    /// [heads, levels, points], then logits of [heads, levels, points].</param>
    /// <param name="references">[batch or 1, queries, levels, 2 or 4] float32, points or boxes that the offsets start
    /// from.</param>
    /// <returns>[batch, queries, heads * headDim] of the value's type; the caller owns it.</returns>
    /// <exception cref="ArgumentException">Shapes do not agree; the message gives both numbers.</exception>
    Tensor ApplyProjected(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references);
}
