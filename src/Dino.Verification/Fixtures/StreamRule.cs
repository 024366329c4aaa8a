using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Verification.Fixtures;

/// <summary>Draws the parameters and images that fixtures name but do not store: both sides fill them from named <see cref="SplitMix64"/> streams, in double,
/// rounded to float32, then widened.</summary>
public static class StreamRule
{
    /// <summary>Overwrites every tensor of a model. Names that share a tensor are filled once, under the first.</summary>
    /// <param name="stateDict">Names and tensors in the reference's order.</param>
    public static void Fill(IReadOnlyList<KeyValuePair<string, Tensor>> stateDict, long seed)
    {
        using var noGrad = no_grad();
        foreach (var (name, target) in stateDict.DistinctBy(entry => entry.Value.Handle))
        {
            using var values = Parameter(seed, name, target.shape);
            target.copy_(values);
        }
    }

    /// <returns>float32 of the given shape; the caller owns it.</returns>
    public static Tensor Parameter(long seed, string name, long[] shape)
        => tensor(Draw(seed, name, shape, ValueRule(name, shape)), shape);

    /// <returns>[3, height, width] float32: an already normalised image; the caller owns it.</returns>
    public static Tensor Image(long seed, int index, int height, int width)
    {
        long[] shape = [3, height, width];
        return tensor(Draw(seed, FormattableString.Invariant($"image{index}"), shape, u => 2 * ((2 * u) - 1)), shape);
    }

    /// <summary>Row-major values of a named stream.</summary>
    /// <param name="valueOf">From a uniform number in [0, 1) to the value.</param>
    internal static float[] Draw(long seed, string name, long[] shape, Func<double, double> valueOf)
    {
        var stream = new SplitMix64(seed, name);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)valueOf(stream.NextDouble());
        }

        return values;
    }

    /// <summary>From a uniform number in [0, 1) to a value; v = 2u - 1.</summary>
    private static Func<double, double> ValueRule(string name, long[] shape)
    {
        var bound = Math.Sqrt(3.0 / shape.Skip(1).Aggregate(1L, (product, size) => product * size));
        bool EndsIn(string suffix) => name.EndsWith(suffix, StringComparison.Ordinal);
        return true switch
        {
            _ when EndsIn("running_var") => u => 0.5 + u,
            _ when EndsIn("running_mean") => u => 0.1 * V(u),
            _ when EndsIn("sampling_offsets.bias") => u => 3 * V(u),
            _ when EndsIn(".bias") || EndsIn("in_proj_bias") => u => 0.1 * V(u),
            _ when EndsIn("bn3.weight") => u => 0.25 * (1 + (0.1 * V(u))),
            _ when shape.Length == 1 => u => 1 + (0.1 * V(u)),
            _ when name.Contains("bbox_embed", StringComparison.Ordinal) => u => 0.3 * V(u) * bound,
            _ => u => V(u) * bound,
        };

        static double V(double u) => (2 * u) - 1;
    }
}
