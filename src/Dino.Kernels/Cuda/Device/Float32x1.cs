namespace Dino.Kernels.Cuda.Device;

/// <summary>One float32 channel.</summary>
internal struct Float32x1 : IChannels<Float32x1, Floats1>
{
    public float Value;

    public static int Count => 1;

    public static Floats1 Widen(Float32x1 channels) => new(channels.Value);

    public static Float32x1 Narrow(Floats1 values) => new() { Value = values.Value };
}
