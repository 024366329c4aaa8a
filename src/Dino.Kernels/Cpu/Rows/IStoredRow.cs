using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.Rows;

/// <summary>How 32 neighbouring numbers stand in memory.</summary>
internal unsafe interface IStoredRow<T>
    where T : unmanaged
{
    static abstract (Vector512<float> Lower, Vector512<float> Upper) Load(T* source);

    static abstract void Store(Vector512<float> lower, Vector512<float> upper, T* destination);
}
