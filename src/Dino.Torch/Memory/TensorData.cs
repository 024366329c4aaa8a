using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dino.Torch.Memory;

/// <summary>Raw memory of tensors, which TorchSharp does not offer.</summary>
public static partial class TensorData
{
    /// <summary>Address of the first element (storage offset included) in the memory of the tensor's device; null for an empty tensor. Valid while the tensor lives.</summary>
    public static nint Pointer(Tensor tensor) => THSTensor_data(tensor.Handle);

    /// <summary>Keeps tensors alive up to here: one whose last use is <see cref="Pointer"/> could otherwise be finalized, and its memory freed, before a kernel is done with it.</summary>
    public static void KeepAlive(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            GC.KeepAlive(tensor);
        }
    }

    [LibraryImport("LibTorchSharp")]
    private static partial nint THSTensor_data(nint handle);
}
