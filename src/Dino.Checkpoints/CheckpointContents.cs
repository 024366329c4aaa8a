using Dino.Checkpoints.Content;

namespace Dino.Checkpoints;

/// <summary>What a reader of one layout finds in a file.</summary>
internal sealed record CheckpointContents(
    IReadOnlyList<CheckpointTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    ContentDictionary? Root);
