namespace Dino.Kernels.Cuda.Device;

/// <summary>Eight channels.</summary>
internal struct Floats8(Floats4 low, Floats4 high) : IFloats<Floats8>
{
    public Floats4 Low = low;
    public Floats4 High = high;

    public static Floats8 MultiplyAdd(Floats8 sum, Floats8 value, float factor)
        => new(Floats4.MultiplyAdd(sum.Low, value.Low, factor), Floats4.MultiplyAdd(sum.High, value.High, factor));

    public static float Dot(Floats8 left, Floats8 right) => Floats4.Dot(left.Low, right.Low) + Floats4.Dot(left.High, right.High);

    public static float LargestMagnitude(Floats8 values)
        => Magnitude.Larger(Floats4.LargestMagnitude(values.Low), Floats4.LargestMagnitude(values.High));

    public static void AddTo<TSums>(TSums sums, long index, Floats8 values, float factor)
        where TSums : struct, IValueSums<TSums>
    {
        Floats4.AddTo(sums, index, values.Low, factor);
        Floats4.AddTo(sums, index + 4, values.High, factor);
    }
}
