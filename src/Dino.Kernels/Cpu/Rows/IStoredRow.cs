using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Dino.Kernels.Cpu.BFloat16;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>Loads and stores 32 consecutive numbers in one memory format.</summary>
internal unsafe interface IStoredRow<T>
    where T : unmanaged
{
    static abstract (Vector512<float> Lower, Vector512<float> Upper) Load(T* source);

    static abstract void Store(Vector512<float> lower, Vector512<float> upper, T* destination);
}

/// <summary>Numbers stored as float32.</summary>
internal readonly unsafe struct SingleRow : IStoredRow<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Lower, Vector512<float> Upper) Load(float* source)
        => (Vector512.Load(source), Vector512.Load(source + Vector512<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lower, Vector512<float> upper, float* destination)
    {
        lower.Store(destination);
        upper.Store(destination + Vector512<float>.Count);
    }
}

/// <summary>Numbers stored as bfloat16.</summary>
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
