using System.Runtime.InteropServices;

namespace Dino.Kernels.Cuda.Device;

/// <summary>The two rows and columns of cells around a sampling point, moved into the level, with their linear weights and the
/// derivatives of these with respect to the position in cells. Rows and columns outside the level have weight and slope 0.
/// Everything is 0 if the point is a cell or more outside or not finite.</summary>
internal struct Cells
{
    public int Top;
    public int Bottom;
    public int Left;
    public int Right;
    public float TopWeight;
    public float BottomWeight;
    public float LeftWeight;
    public float RightWeight;
    public float TopSlope;
    public float BottomSlope;
    public float LeftSlope;
    public float RightSlope;

    /// <summary>Location arithmetic of the published kernel (ms_deform_im2col_cuda.cuh): position = location × size - 0.5, zeros
    /// outside.</summary>
    public static Cells Around(Location location, Level level)
    {
        var (x, y) = ((location.X * level.Width) - 0.5f, (location.Y * level.Height) - 0.5f);
        Cells cells = default;
        if (x > -1 && y > -1 && x < level.Width && y < level.Height)
        {
            var (left, top) = (x < 0 ? -1 : (int)x, y < 0 ? -1 : (int)y);
            var (hasLeft, hasRight) = (left >= 0, left + 1 < level.Width);
            var (hasTop, hasBottom) = (top >= 0, top + 1 < level.Height);
            cells.Left = hasLeft ? left : 0;
            cells.Right = hasRight ? left + 1 : left;
            cells.Top = hasTop ? top : 0;
            cells.Bottom = hasBottom ? top + 1 : top;
            cells.LeftWeight = hasLeft ? left + 1 - x : 0;
            cells.RightWeight = hasRight ? x - left : 0;
            cells.TopWeight = hasTop ? top + 1 - y : 0;
            cells.BottomWeight = hasBottom ? y - top : 0;
            // Float32 literals, because for an integer literal 1 ILGPU writes its bits to PTX: the float32 1.4e-45.
            cells.LeftSlope = hasLeft ? -1f : 0f;
            cells.RightSlope = hasRight ? 1f : 0f;
            cells.TopSlope = hasTop ? -1f : 0f;
            cells.BottomSlope = hasBottom ? 1f : 0f;
        }

        return cells;
    }

    /// <summary>Offsets in packets from the first token to each cell.</summary>
    /// <param name="packetsOfToken">Heads × packets per head.</param>
    public static Offsets4 Offsets(Cells cells, Level level, int packetsOfToken)
    {
        var (top, bottom) = (level.Start + (cells.Top * level.Width), level.Start + (cells.Bottom * level.Width));
        return new(
            (top + cells.Left) * packetsOfToken, (top + cells.Right) * packetsOfToken,
            (bottom + cells.Left) * packetsOfToken, (bottom + cells.Right) * packetsOfToken);
    }

    /// <summary>Bilinear weights × <paramref name="factor"/>, in the order of <see cref="Offsets"/>.</summary>
    public static Floats4 Weights(Cells cells, float factor) => new(
        factor * cells.TopWeight * cells.LeftWeight, factor * cells.TopWeight * cells.RightWeight,
        factor * cells.BottomWeight * cells.LeftWeight, factor * cells.BottomWeight * cells.RightWeight);

    /// <summary>The gradient of the location.</summary>
    /// <param name="dots">For each cell the scalar product of its channels with the gradient of the output, in the order of
    /// <see cref="Offsets"/>.</param>
    public static Location LocationGradient(Cells cells, Level level, Floats4 dots, float weight)
    {
        var byX = (cells.TopWeight * ((cells.LeftSlope * dots.X) + (cells.RightSlope * dots.Y)))
            + (cells.BottomWeight * ((cells.LeftSlope * dots.Z) + (cells.RightSlope * dots.W)));
        var byY = (cells.LeftWeight * ((cells.TopSlope * dots.X) + (cells.BottomSlope * dots.Z)))
            + (cells.RightWeight * ((cells.TopSlope * dots.Y) + (cells.BottomSlope * dots.W)));
        return new(weight * level.Width * byX, weight * level.Height * byY);
    }
}

/// <summary>A sampling location (x, y), where 0 to 1 spans the level, or the gradient of a location.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct Location(float x, float y)
{
    public float X = x;
    public float Y = y;
}

/// <summary>Offsets of the four cells around a sampling point, in packets of channels from the first cell of the image and
/// head.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Offsets4(int topLeft, int topRight, int bottomLeft, int bottomRight)
{
    public int TopLeft = topLeft;
    public int TopRight = topRight;
    public int BottomLeft = bottomLeft;
    public int BottomRight = bottomRight;
}
