using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Dino.Kernels.Cpu.BFloat16;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>bfloat16.</summary>
internal readonly unsafe struct BFloat16Row : IStoredRow<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Lower, Vector512<float> Upper) Load(ushort* source)
    {
        var all = Vector512.Load(source);
        return ((Vector512.WidenLower(all) << 16).AsSingle(), (Vector512.WidenUpper(all) << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lower, Vector512<float> upper, ushort* destination)
        => Vector512.Narrow(BFloat16Pairs.Round(lower) >>> 16, BFloat16Pairs.Round(upper) >>> 16).Store(destination);
}
