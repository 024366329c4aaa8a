namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>[Batch or 1, Queries, Levels, size] float32 relative to the level: points (x, y), from which offsets count in cells, or boxes (cx, cy, w, h), from which they count in halves of the
/// box over the number of points.</summary>
/// <param name="data">The first.</param>
/// <param name="size">2 or 4.</param>
/// <param name="isShared">Whether all images have the same.</param>
public readonly unsafe struct References(float* data, int size, bool isShared)
{
    private readonly float* _data = data;
    private readonly bool _isShared = isShared;

    public int Size { get; } = size;

    internal float* Of(MsDeformAttnShape shape, long batch, int query)
        => _data + ((((_isShared ? 0 : batch) * shape.Queries) + query) * shape.Levels.Length * Size);
}
