using TorchSharp;

namespace Dino.Model.Queries;

/// <summary>What the decoder starts from. Owned by the dispose scope it was made in.</summary>
/// <param name="Content">[batch, queries, hidden].</param>
/// <param name="BoxLogits">[batch, queries, 4], anchor boxes (cx, cy, w, h) before the sigmoid.</param>
/// <param name="Blocked">[queries, queries] bool, true where a row must not see a column; null lets all see all.</param>
internal sealed record DecoderQueries(torch.Tensor Content, torch.Tensor BoxLogits, torch.Tensor? Blocked);
