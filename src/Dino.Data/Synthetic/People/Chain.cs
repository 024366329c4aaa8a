using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>The joints of one limb in the picture plane, and how far its middle lies behind the body's centre (negative: before it).</summary>
internal sealed class Chain(ReadOnlySpan<(SKPoint Point, double Depth)> joints)
{
    private readonly SKPoint[] _points = Points(joints);

    public double Depth { get; } = (joints[0].Depth + joints[^1].Depth) / 2;

    public SKPoint this[int joint] => _points[joint];

    public SKPoint End => _points[^1];

    private static SKPoint[] Points(ReadOnlySpan<(SKPoint Point, double Depth)> joints)
    {
        var points = new SKPoint[joints.Length];
        for (var i = 0; i < joints.Length; i++)
        {
            points[i] = joints[i].Point;
        }

        return points;
    }
}
