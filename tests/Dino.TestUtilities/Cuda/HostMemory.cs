using ILGPU;
using ILGPU.Runtime;

namespace Dino.TestUtilities.Cuda;

/// <summary>Memory of the host as an ILGPU buffer that owns nothing.</summary>
internal sealed class HostMemory : MemoryBuffer
{
    public HostMemory(Accelerator accelerator, nint address, long length, int elementBytes)
        : base(accelerator, length, elementBytes)
        => NativePtr = address;

    protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) => throw new NotSupportedException();

    protected override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw new NotSupportedException();

    protected override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw new NotSupportedException();

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}
