using Dino.Core;

namespace Dino.Data.Synthetic.People;

/// <summary>Ways to stand, go and sit.</summary>
internal static class Poses
{
    public static Pose Walking(SplitMix64 stream) => Stride(stream.NextDouble(0, 2 * Math.PI), stream.NextDouble(0.25, 0.5), stream.NextDouble(0.1, 0.4), 0.03);

    public static Pose Running(SplitMix64 stream) => Stride(stream.NextDouble(0, 2 * Math.PI), stream.NextDouble(0.6, 0.85), stream.NextDouble(1.2, 1.6), 0.16);

    public static Pose Standing(SplitMix64 stream) => new(
        stream.NextDouble(-0.06, 0.1), stream.NextDouble(0, 0.1), stream.NextDouble(-0.06, 0.1), stream.NextDouble(0, 0.1),
        stream.NextDouble(-0.1, 0.15), stream.NextDouble(0.05, 0.4), stream.NextDouble(-0.1, 0.15), stream.NextDouble(0.05, 0.4),
        stream.NextDouble(-0.03, 0.04), stream.NextDouble(0.06, 0.25));

    /// <summary>Looking at a phone, or arms folded.</summary>
    public static Pose ArmsBent(SplitMix64 stream) => Standing(stream) with
    {
        LeftShoulder = stream.NextDouble(0.1, 0.45),
        LeftElbow = stream.NextDouble(1.5, 2.1),
        RightShoulder = stream.NextDouble(0.1, 0.45),
        RightElbow = stream.NextDouble(1.5, 2.1),
    };

    public static Pose Waving(SplitMix64 stream) => Standing(stream) with
    {
        RightShoulder = stream.NextDouble(2.3, 2.9),
        RightElbow = stream.NextDouble(0.1, 0.6),
        ArmSpread = 0.35,
    };

    public static Pose Sitting(SplitMix64 stream) => new(
        stream.NextDouble(1.35, 1.55), stream.NextDouble(1.35, 1.6), stream.NextDouble(1.35, 1.55), stream.NextDouble(1.35, 1.6),
        stream.NextDouble(0.3, 0.6), stream.NextDouble(0.6, 1.2), stream.NextDouble(0.3, 0.6), stream.NextDouble(0.6, 1.2),
        stream.NextDouble(-0.05, 0.2), 0.1);

    /// <summary>The right hand holds an umbrella's stick before the shoulder.</summary>
    public static Pose HoldingUmbrella(Pose pose) => pose with { RightShoulder = 0.45, RightElbow = 1.9 };

    private static Pose Stride(double phase, double swing, double elbow, double lean)
    {
        var left = Math.Sin(phase);
        var forward = Math.Cos(phase);
        // The knee bends while its leg swings forward (velocity cos > 0), and stays nearly straight while it carries.
        return new Pose(
            swing * left, 0.08 + (swing * 1.5 * Math.Max(0, forward)),
            -swing * left, 0.08 + (swing * 1.5 * Math.Max(0, -forward)),
            -0.9 * swing * left, elbow, 0.9 * swing * left, elbow, lean);
    }
}

/// <summary>Joint angles in radians; 0 hangs straight down. Hips and shoulders swing forward, knees bend backward, elbows forward.</summary>
/// <param name="Lean">Forward tilt of the upper body.</param>
/// <param name="ArmSpread">Angle of both arms away from the body, sideways.</param>
internal sealed record Pose(
    double LeftHip, double LeftKnee, double RightHip, double RightKnee,
    double LeftShoulder, double LeftElbow, double RightShoulder, double RightElbow,
    double Lean = 0, double ArmSpread = 0.12);
