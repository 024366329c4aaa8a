using Dino.Model.Outputs;
using TorchSharp;

namespace Dino.Model.Queries;

/// <summary>The queries chosen from the encoder's output. Owned by the dispose scope they were made in.</summary>
/// <param name="BoxLogits">[batch, queries, 4], regressed boxes before the sigmoid, detached: the decoder's first anchors.</param>
/// <param name="Intermediate">The encoder's own predictions for them, differentiable.</param>
/// <param name="BeforeRegression">The same logits with the proposals' boxes before regression.</param>
internal sealed record SelectedQueries(torch.Tensor BoxLogits, PredictionSet Intermediate, PredictionSet BeforeRegression);
