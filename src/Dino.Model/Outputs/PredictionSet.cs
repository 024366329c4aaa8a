using TorchSharp;

namespace Dino.Model.Outputs;

/// <summary>Class logits and boxes of one set of queries.</summary>
/// <param name="Logits">[batch, queries, classes].</param>
/// <param name="BoxesCxCyWh">[batch, queries, 4], after the sigmoid, relative to the un-padded image.</param>
public sealed record PredictionSet(torch.Tensor Logits, torch.Tensor BoxesCxCyWh);
