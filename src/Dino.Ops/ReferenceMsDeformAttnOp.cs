using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>The composition of grid_sample calls (reference: ms_deform_attn_core_pytorch in models/dino/ops/functions). Slow, obvious, on every device and float type.</summary>
public sealed class ReferenceMsDeformAttnOp : IMsDeformAttnOp
{
    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        MsDeformAttnShapes.Check(value, levels, locations, weights);
        using var scope = NewDisposeScope();
        var (batch, heads, headDim) = (value.shape[0], value.shape[2], value.shape[3]);
        var (queries, points) = (locations.shape[1], locations.shape[4]);

        var grids = (2 * locations) - 1;
        var sampled = new List<Tensor>(levels.Count);
        var start = 0L;
        for (var level = 0; level < levels.Count; level++)
        {
            var (height, width) = (levels[level].Height, levels[level].Width);
            var map = value.narrow(1, start, levels[level].Tokens)
                .permute(0, 2, 3, 1).reshape(batch * heads, headDim, height, width);
            var grid = grids.select(3, level).transpose(1, 2).flatten(0, 1); // [batch * heads, queries, points, 2]
            sampled.Add(nn.functional.grid_sample(map, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false));
            start += levels[level].Tokens;
        }

        var columns = weights.transpose(1, 2).reshape(batch * heads, 1, queries, levels.Count * points);
        var samples = stack(sampled, dim: -2).flatten(-2); // [batch * heads, headDim, queries, levels * points]
        return (samples * columns).sum(-1).view(batch, heads * headDim, queries)
            .transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
