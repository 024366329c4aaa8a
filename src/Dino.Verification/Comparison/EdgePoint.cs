using Dino.Model.Attention;

namespace Dino.Verification.Comparison;

/// <summary>A sampling point of deformable attention that lies next to an edge between two cells. There bilinear sampling is
/// continuous, but its gradient by location jumps.</summary>
/// <param name="Site">Part and layer.</param>
/// <param name="Query">Of the encoder the token; of the decoder the query, the denoising ones first.</param>
/// <param name="Axis">0 for x, 1 for y.</param>
/// <param name="Distance">From the edge in cells, negative before it.</param>
internal sealed record EdgePoint(
    AttentionSite Site, long Image, long Query, long Head, long Level, long Point, long Axis, double Distance)
{
    public override string ToString()
    {
        var axis = Axis == 0 ? 'x' : 'y';
        return FormattableString.Invariant(
            $"{Site.Part} layer {Site.Layer}, image {Image}, query {Query}, head {Head}, level {Level}, point {Point}, {axis}");
    }
}
