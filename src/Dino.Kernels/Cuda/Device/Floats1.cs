namespace Dino.Kernels.Cuda.Device;

/// <summary>One channel.</summary>
internal struct Floats1(float value) : IFloats<Floats1>
{
    public float Value = value;

    public static Floats1 MultiplyAdd(Floats1 sum, Floats1 value, float factor) => new(sum.Value + (value.Value * factor));

    public static float Dot(Floats1 left, Floats1 right) => left.Value * right.Value;

    public static float LargestMagnitude(Floats1 values) => Magnitude.Of(values.Value);

    public static void AddTo<TSums>(TSums sums, long index, Floats1 values, float factor)
        where TSums : struct, IValueSums<TSums>
        => TSums.Add(sums, index, values.Value * factor);
}
