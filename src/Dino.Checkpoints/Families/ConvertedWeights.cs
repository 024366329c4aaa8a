using static TorchSharp.torch;

namespace Dino.Checkpoints.Families;

/// <summary>A state dictionary in another family's names. Owns its tensors.</summary>
/// <param name="Tensors">In the order of the source; one tensor object under each name that shares it.</param>
/// <param name="Settings">What the tensors do not say; of a bare backbone, those of the official family.</param>
/// <param name="Notes">What was left out, added or changed, one line each.</param>
public sealed record ConvertedWeights(IReadOnlyList<KeyValuePair<string, Tensor>> Tensors, ModelSettings Settings, IReadOnlyList<string> Notes) : IDisposable
{
    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors)
        {
            tensor.Dispose();
        }
    }
}
