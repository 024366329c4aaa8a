namespace Dino.Data.Synthetic.People;

/// <summary>Joint angles in radians; 0 hangs straight down. Hips and shoulders swing forward, knees bend backward, elbows forward.</summary>
/// <param name="Lean">Forward tilt of the upper body.</param>
/// <param name="ArmSpread">Angle of both arms away from the body, sideways.</param>
internal sealed record Pose(
    double LeftHip, double LeftKnee, double RightHip, double RightKnee,
    double LeftShoulder, double LeftElbow, double RightShoulder, double RightElbow,
    double Lean = 0, double ArmSpread = 0.12);
