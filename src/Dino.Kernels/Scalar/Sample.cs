using System.Numerics;

namespace Dino.Kernels.Scalar;

/// <summary>One sampling point of one query, head and batch item.</summary>
/// <param name="Index">Its place in the weights buffer.</param>
/// <param name="OutputRow">Where the HeadDim output channels of its query and head start.</param>
internal readonly record struct Sample<T>(MsDeformAttnShape Shape, int Batch, int Head, int Level, int LevelStart, long Index, long OutputRow)
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

    /// <summary>The cells around the point that lie inside the level, with bilinear weights and their derivatives by the location.</summary>
    public unsafe List<Corner<T>> Corners(T* locations)
    {
        var (height, width) = Shape.Levels[Level];
        var half = T.CreateChecked(0.5);
        var (sizeX, sizeY) = (T.CreateChecked(width), T.CreateChecked(height));
        var (x, y) = ((locations[2 * Index] * sizeX) - half, (locations[(2 * Index) + 1] * sizeY) - half);
        var corners = new List<Corner<T>>(4);
        foreach (var (cellX, cellY) in new[] { (T.Floor(x), T.Floor(y)), (T.Floor(x) + T.One, T.Floor(y)), (T.Floor(x), T.Floor(y) + T.One), (T.Floor(x) + T.One, T.Floor(y) + T.One) })
        {
            if (cellX >= T.Zero && cellX < sizeX && cellY >= T.Zero && cellY < sizeY)
            {
                var (nearX, nearY) = (T.One - T.Abs(x - cellX), T.One - T.Abs(y - cellY));
                var (signX, signY) = (cellX > x ? T.One : -T.One, cellY > y ? T.One : -T.One);
                var token = LevelStart + (int.CreateChecked(cellY) * width) + int.CreateChecked(cellX);
                corners.Add(new((((((long)Batch * Shape.Tokens) + token) * Shape.Heads) + Head) * Shape.HeadDim, nearX * nearY, signX * sizeX * nearY, signY * sizeY * nearX));
            }
        }

        return corners;
    }
}

/// <summary>One cell that a sampling point reads.</summary>
/// <param name="ValueRow">Where the cell's HeadDim channels start in the value buffer.</param>
/// <param name="Weight">Bilinear weight.</param>
/// <param name="SlopeX">Derivative of the weight by the normalised x.</param>
/// <param name="SlopeY">Derivative of the weight by the normalised y.</param>
internal readonly record struct Corner<T>(long ValueRow, T Weight, T SlopeX, T SlopeY)
    where T : unmanaged;
