using SkiaSharp;

namespace Dino.Data.Synthetic.People;

/// <summary>The joints of a posed body of height 1, seen from the heading's angle by a distant camera.</summary>
/// <remarks>Segment lengths after Drillis and Contini (1966) as given in Winter, Biomechanics of Human Movement: thigh 0.245, shank 0.246,
/// foot 0.039 high and 0.152 long, upper arm 0.186, forearm 0.146, head and neck 0.182 of the body height.</remarks>
internal sealed class Skeleton
{
    private const double Thigh = 0.245;
    private const double Shank = 0.246;
    private const double Ankle = 0.039;
    private const double Foot = 0.12;
    private const double UpperArm = 0.175;
    private const double Forearm = 0.146;
    private const double HipHalfWidth = 0.06;
    private const double ShoulderHalfWidth = 0.115;
    private const double Trunk = 0.29;

    private readonly double _cos;
    private readonly double _sin;

    /// <param name="heading">Radians: 0 walks away from the camera, pi/2 to the right, pi towards it.</param>
    public Skeleton(Pose pose, double heading)
    {
        (_sin, _cos) = Math.SinCos(heading);
        var drop = Math.Max(Reach(pose.LeftHip, pose.LeftKnee), Reach(pose.RightHip, pose.RightKnee));
        PelvisHeight = drop + Ankle;
        LeftLeg = Leg(-HipHalfWidth, pose.LeftHip, pose.LeftKnee);
        RightLeg = Leg(HipHalfWidth, pose.RightHip, pose.RightKnee);

        var forward = Trunk * Math.Sin(pose.Lean);
        ShoulderHeight = PelvisHeight + (Trunk * Math.Cos(pose.Lean));
        Pelvis = Place(0, PelvisHeight, 0).Point;
        Chest = Place(0, ShoulderHeight, forward).Point;
        HeadCentre = Place(0, ShoulderHeight + 0.11, forward * 1.4).Point;
        LeftArm = Arm(-1, forward, pose.LeftShoulder + pose.Lean, pose.LeftElbow, pose.ArmSpread);
        RightArm = Arm(1, forward, pose.RightShoulder + pose.Lean, pose.RightElbow, pose.ArmSpread);
    }

    public double PelvisHeight { get; }

    public double ShoulderHeight { get; }

    public SKPoint Pelvis { get; }

    public SKPoint Chest { get; }

    public SKPoint HeadCentre { get; }

    /// <summary>Hip, knee, ankle, toe; depth as in <see cref="Chain"/>.</summary>
    public Chain LeftLeg { get; }

    public Chain RightLeg { get; }

    /// <summary>Shoulder, elbow, wrist.</summary>
    public Chain LeftArm { get; }

    public Chain RightArm { get; }

    /// <summary>The rectangle around all joints; top is its lower side, as y points up.</summary>
    public SKRect Bounds
    {
        get
        {
            var bounds = new SKRect(HeadCentre.X, 0, HeadCentre.X, HeadCentre.Y);
            foreach (var joint in (ReadOnlySpan<SKPoint>)[LeftArm[0], LeftArm[1], LeftArm[2], RightArm[0], RightArm[1], RightArm[2],
                LeftLeg[1], LeftLeg[2], LeftLeg[3], RightLeg[1], RightLeg[2], RightLeg[3]])
            {
                bounds.Union(new SKRect(joint.X, joint.Y, joint.X, joint.Y));
            }

            return bounds;
        }
    }

    /// <summary>1 seen from behind, -1 from the front, 0 from the side.</summary>
    public double Away => _cos;

    /// <summary>1 faces right in the picture, -1 left.</summary>
    public double Rightward => _sin;

    /// <summary>Picture half-width of a body part that is <paramref name="across"/> wide and <paramref name="deep"/> deep (halves).</summary>
    public float HalfWidth(double across, double deep) => (float)Math.Sqrt((across * across * _cos * _cos) + (deep * deep * _sin * _sin));

    private static double Reach(double hip, double knee) => (Thigh * Math.Cos(hip)) + (Shank * Math.Cos(hip - knee));

    private Chain Leg(double side, double hip, double knee)
    {
        var (kneeForward, kneeHeight) = (Thigh * Math.Sin(hip), PelvisHeight - (Thigh * Math.Cos(hip)));
        var shankAngle = hip - knee;
        var (ankleForward, ankleHeight) = (kneeForward + (Shank * Math.Sin(shankAngle)), kneeHeight - (Shank * Math.Cos(shankAngle)));
        var footAngle = Math.Min(0, shankAngle) * 0.8;
        return new Chain(
        [
            Place(side, PelvisHeight, 0), Place(side, kneeHeight, kneeForward), Place(side, ankleHeight, ankleForward),
            Place(side * 1.25, Math.Max(0.012, ankleHeight - 0.025 + (Foot * Math.Sin(footAngle))), ankleForward + (Foot * Math.Cos(footAngle))),
        ]);
    }

    private Chain Arm(int side, double forward, double shoulder, double elbow, double spread)
    {
        var top = ShoulderHeight - 0.015;
        var elbowForward = forward + (UpperArm * Math.Sin(shoulder));
        var elbowHeight = top - (UpperArm * Math.Cos(shoulder) * Math.Cos(spread));
        var elbowSide = side * (ShoulderHalfWidth + (UpperArm * Math.Sin(spread)));
        return new Chain(
        [
            Place(side * ShoulderHalfWidth, top, forward), Place(elbowSide, elbowHeight, elbowForward),
            Place(elbowSide, elbowHeight - (Forearm * Math.Cos(shoulder + elbow)), elbowForward + (Forearm * Math.Sin(shoulder + elbow))),
        ]);
    }

    private (SKPoint Point, double Depth) Place(double right, double up, double forward) => (
        new SKPoint((float)((right * _cos) + (forward * _sin)), (float)up),
        (forward * _cos) - (right * _sin));
}

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
