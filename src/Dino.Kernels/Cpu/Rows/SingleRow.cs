using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>float32.</summary>
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
