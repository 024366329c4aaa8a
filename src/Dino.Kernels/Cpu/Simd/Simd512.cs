using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dino.Kernels.Cpu.Simd;

/// <summary>512-bit vectors: AVX-512.</summary>
internal readonly unsafe struct Simd512<T> : ISimd<T, Vector512<T>>
    where T : unmanaged
{
    public static int Lanes => Vector512<T>.Count;

    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    public static void Store(Vector512<T> vector, T* destination) => vector.Store(destination);

    public static Vector512<T> Add(Vector512<T> left, Vector512<T> right) => left + right;

    public static Vector512<T> Subtract(Vector512<T> left, Vector512<T> right) => left - right;

    public static Vector512<T> Multiply(Vector512<T> left, Vector512<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> left, Vector512<T> right, Vector512<T> addend)
        => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Floor(Vector512<T> vector) => typeof(T) == typeof(float)
        ? Vector512.Floor(vector.AsSingle()).As<float, T>()
        : Vector512.Floor(vector.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> IsWithin(Vector512<T> vector, Vector512<T> limit)
        => Vector512.GreaterThanOrEqual(vector, Vector512<T>.Zero) & Vector512.LessThan(vector, limit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Clamp(Vector512<T> vector, Vector512<T> last)
        => Vector512.MaxNative(Vector512.MinNative(vector, last), Vector512<T>.Zero);

    public static Vector512<T> And(Vector512<T> left, Vector512<T> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs(T* source, out Vector512<T> x, out Vector512<T> y)
    {
        if (Avx512F.IsSupported && typeof(T) == typeof(float))
        {
            var (low, high) = (Vector512.Load((float*)source), Vector512.Load((float*)source + Vector512<float>.Count));
            x = Avx512F.PermuteVar16x32x2(
                low, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), high).As<float, T>();
            y = Avx512F.PermuteVar16x32x2(
                low, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), high).As<float, T>();
            return;
        }

        if (Avx512F.IsSupported && typeof(T) == typeof(double))
        {
            var (low, high) = (Vector512.Load((double*)source), Vector512.Load((double*)source + Vector512<double>.Count));
            x = Avx512F.PermuteVar8x64x2(low, Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), high).As<double, T>();
            y = Avx512F.PermuteVar8x64x2(low, Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), high).As<double, T>();
            return;
        }

        T* xs = stackalloc T[Vector512<T>.Count];
        T* ys = stackalloc T[Vector512<T>.Count];
        for (var lane = 0; lane < Vector512<T>.Count; lane++)
        {
            (xs[lane], ys[lane]) = (source[2 * lane], source[(2 * lane) + 1]);
        }

        (x, y) = (Vector512.Load(xs), Vector512.Load(ys));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Vector512<T> x, Vector512<T> y, T* destination)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector512.WidenLower(x.AsUInt32()) | (Vector512.WidenLower(y.AsUInt32()) << 32)).Store((ulong*)destination);
            (Vector512.WidenUpper(x.AsUInt32()) | (Vector512.WidenUpper(y.AsUInt32()) << 32))
                .Store((ulong*)destination + Vector512<ulong>.Count);
            return;
        }

        for (var lane = 0; lane < Vector512<T>.Count; lane++)
        {
            (destination[2 * lane], destination[(2 * lane) + 1]) = (x[lane], y[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOffsets(Vector512<T> tokens, int stride, int* destination)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector512.ConvertToInt32Native(tokens.AsSingle()) * stride).Store(destination);
            return;
        }

        if (Avx512F.IsSupported)
        {
            (Avx512F.ConvertToVector256Int32WithTruncation(tokens.AsDouble()) * stride).Store(destination);
            return;
        }

        for (var lane = 0; lane < Vector512<T>.Count; lane++)
        {
            destination[lane] = (int)tokens.AsDouble()[lane] * stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth, T* destination)
        => Simd256<T>.AddSums(
            first.GetLower() + first.GetUpper(),
            second.GetLower() + second.GetUpper(),
            third.GetLower() + third.GetUpper(),
            fourth.GetLower() + fourth.GetUpper(),
            destination);
}
