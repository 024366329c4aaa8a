using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>Row-major little-endian bytes of a tensor of any device and strides.</summary>
internal static class TensorBytes
{
    public static void Write(Tensor tensor, Stream stream)
    {
        if (tensor.numel() == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        stream.Write(tensor.detach().cpu().contiguous().bytes);
    }
}
