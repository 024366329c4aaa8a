namespace Dino.Benchmarks.Inference.Means;

/// <summary>One means to a faster evaluation, switched off and on with everything else equal. What an action makes is freed by the caller's dispose scope.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Part">What is timed: the whole model, or the part that it concerns, at the sizes of one image of 800x1216 in DINO-4scale R50.</param>
/// <param name="Kept">Whether the product does it.</param>
/// <param name="On">Null where nothing would be left to do.</param>
/// <param name="Settle">Comes, untimed, before each time that it is on.</param>
internal sealed record SpeedMeans(string Name, string Part, bool Kept, Action Off, Action? On, Action? Settle = null);
