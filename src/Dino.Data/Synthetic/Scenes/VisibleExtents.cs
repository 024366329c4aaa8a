using System.Runtime.InteropServices;
using Dino.Core.Coco;

namespace Dino.Data.Synthetic.Scenes;

/// <summary>Measures objects by what their drawn pixels leave visible, nearest first.</summary>
internal sealed class VisibleExtents(int width, int height)
{
    /// <summary>A row or column counts as reached when some pixel of it shows at least this much of the object.</summary>
    private const float SeenShare = 0.2f;

    private readonly float[] _clear = Filled(width * height);
    private readonly float[] _columns = new float[width];
    private readonly float[] _rows = new float[height];

    /// <summary>Measures the next object behind all those given before; null if nothing of it is seen.</summary>
    public VisibleObject? Add(ObjectLayer layer)
    {
        Array.Clear(_columns);
        Array.Clear(_rows);
        var pixels = MemoryMarshal.Cast<byte, uint>(layer.Pixels.GetPixelSpan());
        double whole = 0;
        double seen = 0;
        for (var row = 0; row < layer.Pixels.Height; row++)
        {
            var y = row + layer.Corner.Y;
            var line = pixels.Slice(row * layer.Pixels.Width, layer.Pixels.Width);
            var last = line.LastIndexOfAnyExcept(0u);
            for (var column = Math.Max(0, line.IndexOfAnyExcept(0u)); column <= last; column++)
            {
                var alpha = (line[column] >> 24) / 255f;
                whole += alpha;
                var x = column + layer.Corner.X;
                if ((uint)x < (uint)width && (uint)y < (uint)height)
                {
                    seen += Show(x, y, alpha);
                }
            }
        }

        var (left, right) = Edges(_columns);
        var (top, bottom) = Edges(_rows);
        return right > left && bottom > top
            ? new VisibleObject(layer.Source, new BoxXyWh(left, top, Math.Round(right - left, 2), Math.Round(bottom - top, 2)), seen / whole)
            : null;
    }

    private float Show(int x, int y, float alpha)
    {
        ref var clear = ref _clear[(y * width) + x];
        var share = alpha * clear;
        if (share == 0)
        {
            return 0;
        }

        clear -= share;
        _columns[x] = Math.Max(_columns[x], share);
        _rows[y] = Math.Max(_rows[y], share);
        return share;
    }

    /// <summary>First and last position reached: a border line covered to share s lets the object begin 1 - s into it. Rounded to 0.01 pixel.</summary>
    private static (double First, double Last) Edges(float[] shares)
    {
        var first = Array.FindIndex(shares, share => share >= SeenShare);
        if (first < 0)
        {
            return (0, 0);
        }

        var last = Array.FindLastIndex(shares, share => share >= SeenShare);
        return (Math.Round(first + 1 - Math.Min(1, shares[first]), 2), Math.Round(last + Math.Min(1, shares[last]), 2));
    }

    private static float[] Filled(int length)
    {
        var values = new float[length];
        Array.Fill(values, 1);
        return values;
    }
}

/// <summary>What of an object can be seen.</summary>
/// <param name="Box">Pixels, inside the image; edges are placed within their pixel by its coverage.</param>
/// <param name="VisibleShare">Seen area over the object's whole area, also outside the frame; 0 to 1.</param>
internal sealed record VisibleObject(StreetObject Source, BoxXyWh Box, double VisibleShare);
