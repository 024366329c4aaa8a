using Dino.Model.Inputs;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Queries;

/// <summary>One box a token, centred on it and larger on coarser levels (Deformable DETR 2010.04159, Sec. 4.3 and appendix A.4; reference:
/// gen_encoder_output_proposals in models/dino/utils.py). Computed in float32, as there.</summary>
internal static class EncoderProposals
{
    /// <summary>Side of the finest level's boxes relative to the image; doubles every level.</summary>
    private const float FinestSide = 0.05f;

    /// <summary>Boxes nearer to the border than this, in any of their four values, are no proposals.</summary>
    private const double Margin = 0.01;

    /// <returns>BoxLogits [batch or 1, tokens, 4] float32, +inf where invalid; Invalid [batch or 1, tokens, 1] bool, true on padding and near
    /// the border. Owned by the caller.</returns>
    public static (Tensor BoxLogits, Tensor Invalid) Create(LevelGeometry geometry)
    {
        using var scope = NewDisposeScope();
        var centers = geometry.CellCenters / geometry.ValidCells.index_select(1, geometry.LevelOfToken);
        var sides = HostTransfer.Write(tensor([.. geometry.Levels.Select((_, level) => FinestSide * (1L << level))]), centers.device);
        var sizes = sides.index_select(0, geometry.LevelOfToken).view(1, -1, 1).expand(centers.shape);
        var boxes = cat([centers, sizes], -1);

        var invalid = (boxes > Margin).logical_and_(boxes < 1 - Margin).all(-1, keepdim: true).logical_not_();
        if (geometry.PaddingMask is { } padding)
        {
            invalid.logical_or_(padding.unsqueeze(-1));
        }

        // Rounded from double: the float32 log of a processor's vector library may be off in the last digit, here magnified to 1e-7 of the box.
        var logits = (boxes / (1 - boxes)).to(ScalarType.Float64).log_().to(ScalarType.Float32).masked_fill_(invalid, double.PositiveInfinity);
        return (logits.MoveToOuterDisposeScope(), invalid.MoveToOuterDisposeScope());
    }
}
