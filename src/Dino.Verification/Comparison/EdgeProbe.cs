using Dino.Model.Attention;
using Dino.Ops;
using Dino.Verification.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Comparison;

/// <summary>An op in front of another one that notes the sampling points next to a cell's edge and samples chosen ones from
/// the edge's other side. The model tells it, as its observer, which layer is computing.</summary>
internal sealed class EdgeProbe(IMsDeformAttnOp op) : IMsDeformAttnOp, IAttentionObserver
{
    /// <summary>In cells: how far rounding may have moved a sampling point of the reference. Its sine position encodings are
    /// float32 in every precision, so that entries near 1 are off by half a unit of their last place, 2^-25 = 3e-8, in the
    /// reference and likewise here. An offset, in cells, is the product of the encoded query with a row of 256 weights whose
    /// squares sum to about 1 in a fixture (<see cref="StreamRule"/>): errors of 3e-8 in all entries move it by 3e-8 as a
    /// standard deviation, and this is three of them.</summary>
    public const double Reach = 1e-7;

    /// <summary>A position of some hundred cells is off by less than this in double precision: so far beyond the edge a point
    /// is safely on the other side.</summary>
    private const double Clearance = 1e-12;

    private readonly List<EdgePoint> _near = [];

    private AttentionSite _site;
    private IReadOnlyList<EdgePoint> _moved = [];

    /// <summary>Points of this pass within <see cref="Reach"/> of an edge, in the order of computation.</summary>
    public IReadOnlyList<EdgePoint> Near => _near;

    public bool WantsSelfAttention => false;

    /// <summary>Starts a pass.</summary>
    /// <param name="moved">Points of an earlier pass with the same inputs, to be sampled as far beyond their edge as they lie
    /// before it.</param>
    public void Begin(IReadOnlyList<EdgePoint> moved)
    {
        _near.Clear();
        _moved = moved;
    }

    public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels)
    {
        using var scope = NewDisposeScope();
        _site = site;
        double[] cells = [.. levels.SelectMany(level => new double[] { level.Width, level.Height })];
        var sizes = tensor(cells, [levels.Count, 1, 2]).to(locations.device);
        var positions = (locations.detach() * sizes) - 0.5;
        var distances = positions - positions.round();

        // Farther out on either axis the map is zero on both sides of an edge.
        var touchesMap = positions.ge(-1 - Reach).logical_and(positions.le(sizes + Reach)).all(-1, keepdim: true);
        var near = distances.abs().le(Reach).logical_and(touchesMap);
        if (!near.any().ToBoolean())
        {
            return;
        }

        var places = near.nonzero().cpu().contiguous().data<long>().ToArray().Chunk((int)near.dim());
        var values = distances.masked_select(near).cpu().data<double>().ToArray();
        _near.AddRange(places.Zip(
            values, (at, distance) => new EdgePoint(site, at[0], at[1], at[2], at[3], at[4], at[5], distance)));
    }

    public void SelfAttention(AttentionSite site, Tensor weights) => throw new NotSupportedException("not asked for");

    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        var moved = _moved.Where(point => point.Site == _site).ToList();
        if (moved.Count == 0)
        {
            return op.Apply(value, levels, locations, weights);
        }

        using var scope = NewDisposeScope();
        var shifts = zeros_like(locations, requires_grad: false);
        foreach (var point in moved)
        {
            var level = levels[(int)point.Level];
            var beyond = Math.CopySign(Math.Max(Math.Abs(point.Distance), Clearance), -point.Distance);
            shifts[point.Image, point.Query, point.Head, point.Level, point.Point, point.Axis] =
                (beyond - point.Distance) / (point.Axis == 0 ? level.Width : level.Height);
        }

        return op.Apply(value, levels, locations + shifts, weights).MoveToOuterDisposeScope();
    }
}
