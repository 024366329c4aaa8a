using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Dino.Kernels.Cpu.Simd;

/// <summary>128-bit vectors: SSE on older x86-64 processors, AdvSimd on ARM64.</summary>
internal readonly unsafe struct Simd128<T> : ISimd<T, Vector128<T>>
    where T : unmanaged
{
    public static int Lanes => Vector128<T>.Count;

    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    public static void Store(Vector128<T> vector, T* destination) => vector.Store(destination);

    public static Vector128<T> Add(Vector128<T> left, Vector128<T> right) => left + right;

    public static Vector128<T> Subtract(Vector128<T> left, Vector128<T> right) => left - right;

    public static Vector128<T> Multiply(Vector128<T> left, Vector128<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> left, Vector128<T> right, Vector128<T> addend)
        => typeof(T) == typeof(float)
        ? Vector128.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
        : Vector128.FusedMultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Floor(Vector128<T> vector) => typeof(T) == typeof(float)
        ? Vector128.Floor(vector.AsSingle()).As<float, T>()
        : Vector128.Floor(vector.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> IsWithin(Vector128<T> vector, Vector128<T> limit)
        => Vector128.GreaterThanOrEqual(vector, Vector128<T>.Zero) & Vector128.LessThan(vector, limit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Clamp(Vector128<T> vector, Vector128<T> last)
        => Vector128.MaxNative(Vector128.MinNative(vector, last), Vector128<T>.Zero);

    public static Vector128<T> And(Vector128<T> left, Vector128<T> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs(T* source, out Vector128<T> x, out Vector128<T> y)
    {
        if (typeof(T) == typeof(float))
        {
            // A pair is one 64-bit number with x in the low half.
            var (first, second) = (Vector128.Load((ulong*)source), Vector128.Load((ulong*)source + Vector128<ulong>.Count));
            x = Vector128.Narrow(first, second).As<uint, T>();
            y = Vector128.Narrow(first >>> 32, second >>> 32).As<uint, T>();
            return;
        }

        T* xs = stackalloc T[Vector128<T>.Count];
        T* ys = stackalloc T[Vector128<T>.Count];
        for (var lane = 0; lane < Vector128<T>.Count; lane++)
        {
            (xs[lane], ys[lane]) = (source[2 * lane], source[(2 * lane) + 1]);
        }

        (x, y) = (Vector128.Load(xs), Vector128.Load(ys));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Vector128<T> x, Vector128<T> y, T* destination)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector128.WidenLower(x.AsUInt32()) | (Vector128.WidenLower(y.AsUInt32()) << 32)).Store((ulong*)destination);
            (Vector128.WidenUpper(x.AsUInt32()) | (Vector128.WidenUpper(y.AsUInt32()) << 32))
                .Store((ulong*)destination + Vector128<ulong>.Count);
            return;
        }

        for (var lane = 0; lane < Vector128<T>.Count; lane++)
        {
            (destination[2 * lane], destination[(2 * lane) + 1]) = (x[lane], y[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOffsets(Vector128<T> tokens, int stride, int* destination)
    {
        if (typeof(T) == typeof(float))
        {
            (Vector128.ConvertToInt32Native(tokens.AsSingle()) * stride).Store(destination);
            return;
        }

        for (var lane = 0; lane < Vector128<T>.Count; lane++)
        {
            destination[lane] = (int)tokens.AsDouble()[lane] * stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(Vector128<T> first, Vector128<T> second, Vector128<T> third, Vector128<T> fourth, T* destination)
    {
        if (typeof(T) == typeof(float))
        {
            var sums = PairSums(PairSums(first.AsSingle(), second.AsSingle()), PairSums(third.AsSingle(), fourth.AsSingle()));
            (Vector128.Load((float*)destination) + sums).Store((float*)destination);
            return;
        }

        (Vector128.Load(destination) + Vector128.Create(Vector128.Sum(first)).WithElement(1, Vector128.Sum(second)))
            .Store(destination);
        (Vector128.Load(destination + 2) + Vector128.Create(Vector128.Sum(third)).WithElement(1, Vector128.Sum(fourth)))
            .Store(destination + 2);
    }

    /// <summary>Returns (left0 + left1, left2 + left3, right0 + right1, right2 + right3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PairSums(Vector128<float> left, Vector128<float> right)
    {
        if (Sse3.IsSupported)
        {
            return Sse3.HorizontalAdd(left, right);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.AddPairwise(left, right)
            : Vector128.Create(left[0] + left[1], left[2] + left[3], right[0] + right[1], right[2] + right[3]);
    }
}
