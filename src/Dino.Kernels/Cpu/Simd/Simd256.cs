using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dino.Kernels.Cpu.Simd;

/// <summary>256-bit vectors: AVX2.</summary>
internal readonly unsafe struct Simd256<T> : ISimd<T, Vector256<T>>
    where T : unmanaged
{
    public static int Lanes => Vector256<T>.Count;

    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    public static void Store(Vector256<T> vector, T* destination) => vector.Store(destination);

    public static Vector256<T> Add(Vector256<T> left, Vector256<T> right) => left + right;

    public static Vector256<T> Subtract(Vector256<T> left, Vector256<T> right) => left - right;

    public static Vector256<T> Multiply(Vector256<T> left, Vector256<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> left, Vector256<T> right, Vector256<T> addend)
        => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Floor(Vector256<T> vector) => typeof(T) == typeof(float)
        ? Vector256.Floor(vector.AsSingle()).As<float, T>()
        : Vector256.Floor(vector.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> IsWithin(Vector256<T> vector, Vector256<T> limit)
        => Vector256.GreaterThanOrEqual(vector, Vector256<T>.Zero) & Vector256.LessThan(vector, limit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Clamp(Vector256<T> vector, Vector256<T> last)
        => Vector256.MaxNative(Vector256.MinNative(vector, last), Vector256<T>.Zero);

    public static Vector256<T> And(Vector256<T> left, Vector256<T> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs(T* source, out Vector256<T> x, out Vector256<T> y)
    {
        if (typeof(T) == typeof(float))
        {
            // A pair is one 64-bit number with x in the low half.
            var (first, second) = (Vector256.Load((ulong*)source), Vector256.Load((ulong*)source + Vector256<ulong>.Count));
            x = Vector256.Narrow(first, second).As<uint, T>();
            y = Vector256.Narrow(first >>> 32, second >>> 32).As<uint, T>();
            return;
        }

        T* xs = stackalloc T[Vector256<T>.Count];
        T* ys = stackalloc T[Vector256<T>.Count];
        for (var lane = 0; lane < Vector256<T>.Count; lane++)
        {
            (xs[lane], ys[lane]) = (source[2 * lane], source[(2 * lane) + 1]);
        }

        (x, y) = (Vector256.Load(xs), Vector256.Load(ys));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Vector256<T> x, Vector256<T> y, T* destination)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector256.WidenLower(x.AsUInt32()) | (Vector256.WidenLower(y.AsUInt32()) << 32)).Store((ulong*)destination);
            (Vector256.WidenUpper(x.AsUInt32()) | (Vector256.WidenUpper(y.AsUInt32()) << 32))
                .Store((ulong*)destination + Vector256<ulong>.Count);
            return;
        }

        for (var lane = 0; lane < Vector256<T>.Count; lane++)
        {
            (destination[2 * lane], destination[(2 * lane) + 1]) = (x[lane], y[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOffsets(Vector256<T> tokens, int stride, int* destination)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector256.ConvertToInt32Native(tokens.AsSingle()) * stride).Store(destination);
            return;
        }

        for (var lane = 0; lane < Vector256<T>.Count; lane++)
        {
            destination[lane] = (int)tokens.AsDouble()[lane] * stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(Vector256<T> first, Vector256<T> second, Vector256<T> third, Vector256<T> fourth, T* destination)
        => Simd128<T>.AddSums(
            first.GetLower() + first.GetUpper(),
            second.GetLower() + second.GetUpper(),
            third.GetLower() + third.GetUpper(),
            fourth.GetLower() + fourth.GetUpper(),
            destination);
}
