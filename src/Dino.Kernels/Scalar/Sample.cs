using System.Numerics;

namespace Dino.Kernels.Scalar;

/// <summary>One sampling point of one query, head and image.</summary>
/// <param name="LevelStart">The first token of the level.</param>
/// <param name="Index">Index of the sample in the weights buffer.</param>
/// <param name="OutputRow">Index of the first of the HeadDim output channels of its query and head.</param>
internal readonly record struct Sample<T>(
    MsDeformAttnShape Shape, int Batch, int Head, int Level, int LevelStart, long Index, long OutputRow)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static IEnumerable<Sample<T>> All(MsDeformAttnShape shape)
    {
        var index = 0L;
        for (var row = 0L; row < (long)shape.Batch * shape.Queries * shape.Heads; row++)
        {
            var (batch, head) = ((int)(row / shape.Heads / shape.Queries), (int)(row % shape.Heads));
            var start = 0;
            for (var level = 0; level < shape.Levels.Length; level++)
            {
                for (var point = 0; point < shape.Points; point++)
                {
                    yield return new(shape, batch, head, level, start, index++, row * shape.HeadDim);
                }

                start += shape.Levels[level].Height * shape.Levels[level].Width;
            }
        }
    }

    /// <summary>Finds the cells around the point that lie inside the level, with their bilinear weights and the derivatives of
    /// these with respect to the location.</summary>
    public unsafe List<Corner<T>> Corners(T* locations)
    {
        var (height, width) = Shape.Levels[Level];
        var half = T.CreateChecked(0.5);
        var (sizeX, sizeY) = (T.CreateChecked(width), T.CreateChecked(height));
        var (x, y) = ((locations[2 * Index] * sizeX) - half, (locations[(2 * Index) + 1] * sizeY) - half);
        var corners = new List<Corner<T>>(4);
        var (left, top) = (T.Floor(x), T.Floor(y));
        var (right, bottom) = (left + T.One, top + T.One);
        foreach (var (cellX, cellY) in new[] { (left, top), (right, top), (left, bottom), (right, bottom) })
        {
            if (cellX >= T.Zero && cellX < sizeX && cellY >= T.Zero && cellY < sizeY)
            {
                var (nearX, nearY) = (T.One - T.Abs(x - cellX), T.One - T.Abs(y - cellY));
                var (signX, signY) = (cellX > x ? T.One : -T.One, cellY > y ? T.One : -T.One);
                var token = LevelStart + (int.CreateChecked(cellY) * width) + int.CreateChecked(cellX);
                var row = (((((long)Batch * Shape.Tokens) + token) * Shape.Heads) + Head) * Shape.HeadDim;
                corners.Add(new(row, nearX * nearY, signX * sizeX * nearY, signY * sizeY * nearX));
            }
        }

        return corners;
    }
}

/// <summary>One cell that a sampling point reads.</summary>
/// <param name="ValueRow">Index of the first of the HeadDim channels of the cell in the value buffer.</param>
/// <param name="Weight">The bilinear weight.</param>
/// <param name="SlopeX">The derivative of the weight with respect to x in [0, 1].</param>
/// <param name="SlopeY">The derivative of the weight with respect to y in [0, 1].</param>
internal readonly record struct Corner<T>(long ValueRow, T Weight, T SlopeX, T SlopeY)
    where T : unmanaged;
