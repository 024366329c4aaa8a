using System.Globalization;
using System.Text;

namespace Dino.TestUtilities.Snapshots;

/// <summary>An array as text that a person can review: its shape, then a line for each row of the last dimension.</summary>
public static class ArrayText
{
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Its product is the number of values.</param>
    /// <param name="format">A .NET numeric format, as a rule a digit finer than the tolerance.</param>
    public static string Format(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, string format)
    {
        var columns = shape[^1];
        var text = new StringBuilder($"shape {string.Join(" x ", shape.ToArray())}\n");
        for (var i = 0; i < values.Length; i++)
        {
            text.Append(values[i].ToString(format, CultureInfo.InvariantCulture)).Append((i + 1) % columns == 0 ? '\n' : ' ');
        }

        return text.ToString();
    }
}
