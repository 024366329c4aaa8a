namespace Dino.Kernels.Cuda.Device;

/// <summary>Size of a level in cells, and its first token.</summary>
internal struct Level
{
    public int Height;
    public int Width;
    public int Start;
}
