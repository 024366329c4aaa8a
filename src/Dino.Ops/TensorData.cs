using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>Raw memory of tensors, which TorchSharp does not offer.</summary>
internal static partial class TensorData
{
    /// <summary>Address of the first element (storage offset included) in the memory of the tensor's device; null for an empty tensor. Valid while the tensor lives.</summary>
    public static nint Pointer(Tensor tensor) => THSTensor_data(tensor.Handle);

    [LibraryImport("LibTorchSharp")]
    private static partial nint THSTensor_data(nint handle);
}
