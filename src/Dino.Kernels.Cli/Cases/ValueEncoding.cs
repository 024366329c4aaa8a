using System.Runtime.InteropServices;
using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Cases;

/// <summary>Converts channels to and from the element types of the kernels.</summary>
internal static class ValueEncoding
{
    private const int BFloat16Shift = 16;

    public static int Bytes(CudaValueType type) => type == CudaValueType.Float32 ? sizeof(float) : sizeof(ushort);

    public static byte[] Encode(float[] values, CudaValueType type) => type switch
    {
        CudaValueType.Float16 => AsBytes(Array.ConvertAll(values, value => (Half)value)),
        CudaValueType.BFloat16 => AsBytes(
            Array.ConvertAll(values, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> BFloat16Shift))),
        _ => AsBytes(values),
    };

    public static double[] Decode(byte[] bytes, CudaValueType type) => type switch
    {
        CudaValueType.Float16 => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (double)value),
        CudaValueType.BFloat16 => Array.ConvertAll(
            MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(),
            value => (double)BitConverter.UInt32BitsToSingle((uint)value << BFloat16Shift)),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), value => (double)value),
    };

    private static byte[] AsBytes<T>(T[] values)
        where T : unmanaged
        => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
