using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Device;

/// <summary>Where the four cells around a sampling point start, in packets of channels from the first cell of batch item and head.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Offsets4(int topLeft, int topRight, int bottomLeft, int bottomRight)
{
    public int TopLeft = topLeft;
    public int TopRight = topRight;
    public int BottomLeft = bottomLeft;
    public int BottomRight = bottomRight;
}
