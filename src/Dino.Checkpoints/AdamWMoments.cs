using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>AdamW's state of one parameter.</summary>
/// <param name="Step">Updates so far.</param>
/// <param name="ExpAvg">First moment, of the parameter's shape; the caller's.</param>
/// <param name="ExpAvgSq">Second moment, likewise.</param>
public sealed record AdamWMoments(long Step, Tensor ExpAvg, Tensor ExpAvgSq);
