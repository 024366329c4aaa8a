using Dino.Checkpoints.Content;

namespace Dino.Checkpoints;

/// <summary>What a reader of one layout finds in a file.</summary>
/// <param name="Rest">Bytes behind the last one that the layout explains; only the old one of torch allows any.</param>
internal sealed record CheckpointContents(
    IReadOnlyList<CheckpointTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    ContentDictionary? Root,
    long Rest = 0);
