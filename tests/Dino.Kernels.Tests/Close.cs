using System.Numerics;

namespace Dino.Kernels.Tests;

/// <summary>Compares arrays within a bound.</summary>
internal static class Close
{
    /// <summary>Fails at the first element whose |actual - expected| exceeds bound × max(1, |expected|).</summary>
    public static void Require<T>(IReadOnlyList<double> expected, T[] actual, double bound, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Count, actual.Length);
        for (var index = 0; index < actual.Length; index++)
        {
            var error = Math.Abs(double.CreateChecked(actual[index]) - expected[index]);
            var limit = bound * Math.Max(1, Math.Abs(expected[index]));
            Assert.True(
                error <= limit,
                $"{what}[{index}]: {actual[index]}, expected {expected[index]}, error {error} above {limit}");
        }
    }
}
