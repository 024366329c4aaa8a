using System.Text;

namespace Dino.Core;

/// <summary>A named stream of pseudo-random numbers: SplitMix64 started at the FNV-1a-64 hash of "seed:name". The same name gives the
/// same numbers on every machine and in every version, whatever else was drawn.</summary>
public sealed class SplitMix64
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;
    private const double TwoToMinus53 = 1.0 / (1UL << 53);

    private ulong _state;

    public SplitMix64(long seed, string name)
    {
        _state = FnvOffset;
        foreach (var value in Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}:{name}")))
        {
            _state = (_state ^ value) * FnvPrime;
        }
    }

    /// <summary>Next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += Gamma;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * TwoToMinus53;

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform integer in [<paramref name="low"/>, <paramref name="high"/>], both ends included (bias below 2^-53 * range).</summary>
    public int NextInt32(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return low + (int)Math.Floor(NextDouble() * ((double)high - low + 1));
    }

    /// <summary>Uniform random order (Fisher-Yates, from the end).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
