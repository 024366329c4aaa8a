using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>A named tensor of a checkpoint's state dictionary.</summary>
/// <param name="Name">As in the file, without the <c>module.</c> that data-parallel training puts in front.</param>
/// <param name="Stored">Its elements, in the file.</param>
/// <param name="AliasOf">The earlier name of the same elements (a shared head, say); null for the first or only name.</param>
public sealed record CheckpointTensor(string Name, StoredTensor Stored, string? AliasOf = null)
{
    public ScalarType DType => Stored.DType;

    public long[] Shape => Stored.Shape;

    /// <inheritdoc cref="StoredTensor.ToTensor"/>
    public Tensor ToTensor() => Stored.ToTensor();
}
