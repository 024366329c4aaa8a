using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Device;

/// <summary>A sampling location, or the gradient by one; (x, y) in [0, 1] of its level.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct Location(float x, float y)
{
    public float X = x;
    public float Y = y;
}
