using Dino.Checkpoints.Files;
using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>A flat array of elements in a file; tensors are views of it, several of them perhaps.</summary>
/// <param name="key">The file's name for it.</param>
/// <param name="elements">How many elements it says it has.</param>
/// <param name="fileBytes">Length of the file it lies in.</param>
internal sealed class TensorStorage(string key, ScalarType dtype, long elements, long fileBytes)
{
    private IByteSource? _bytes;

    public string Key => key;

    public ScalarType DType => dtype;

    public long Elements => elements;

    public long FileBytes => fileBytes;

    public int ElementBytes { get; } = ElementTypes.Bytes(dtype);

    /// <summary>Says where the elements lie; in the legacy layout that is known only after everything else was read.</summary>
    public void Attach(IByteSource bytes)
    {
        if (bytes.Length / ElementBytes != elements || bytes.Length % ElementBytes != 0)
        {
            throw new BadInputException($"storage '{key}' has {bytes.Length} bytes; expected {elements} elements of {ElementBytes}");
        }

        _bytes = bytes;
    }

    /// <summary>Fills <paramref name="destination"/> from element <paramref name="offset"/> on.</summary>
    public void Read(long offset, Span<byte> destination)
        => (_bytes ?? throw new BadInputException($"storage '{key}' has no data in the file")).Read(offset * ElementBytes, destination);
}
