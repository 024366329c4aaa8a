using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using static TorchSharp.torch;

namespace Dino.Repro.Verification;

/// <summary>What a training step of <see cref="ExactTraining"/> predicted and decided, in float64.</summary>
/// <param name="Tokens">[batch, num_queries] that became queries.</param>
/// <param name="Matches">[set][image], in the order of <see cref="DinoOutput.MatchedSets"/>.</param>
internal sealed record ExactStep(Tensor Tokens, DinoOutput Output, IReadOnlyList<IReadOnlyList<Assignment>> Matches, IReadOnlyList<DetectionTarget> Targets);
