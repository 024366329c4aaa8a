using TorchSharp;

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
