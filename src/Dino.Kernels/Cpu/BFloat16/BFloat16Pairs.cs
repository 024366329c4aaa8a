using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>Pairs of bfloat16 numbers in 32-bit words. A bfloat16 is the upper half of a float32, so widening a pair needs no
/// shuffle.</summary>
internal static class BFloat16Pairs
{
    private const uint UpperHalf = 0xFFFF0000;
    private const uint QuietBit = 0x00400000;
    private const uint AlmostHalf = 0x7FFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Even(Vector512<uint> pairs) => (pairs << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Odd(Vector512<uint> pairs) => (pairs & Vector512.Create(UpperHalf)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Join(Vector512<float> even, Vector512<float> odd)
        => (Round(even) >>> 16) | (Round(odd) & Vector512.Create(UpperHalf));

    /// <summary>Rounds so that the upper half is the nearest bfloat16, ties to even. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Round(Vector512<float> value)
    {
        var bits = value.AsUInt32();
        var rounded = bits + Vector512.Create(AlmostHalf) + ((bits >>> 16) & Vector512<uint>.One);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), rounded, bits | Vector512.Create(QuietBit));
    }
}
