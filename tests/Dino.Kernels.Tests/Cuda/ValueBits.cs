using System.Runtime.InteropServices;
using Dino.Kernels.Cuda;

namespace Dino.Kernels.Tests.Cuda;

/// <summary>Converts channels to and from the element types of the kernels.</summary>
internal static class ValueBits
{
    /// <summary>Rounds to a number that the type represents.</summary>
    public static float Round(float value, CudaValueType type) => type switch
    {
        CudaValueType.Float16 => (float)(Half)value,
        CudaValueType.BFloat16 => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xffff0000u),
        _ => value,
    };

    /// <param name="values">Numbers that the type represents exactly.</param>
    public static byte[] Write(float[] values, CudaValueType type) => type switch
    {
        CudaValueType.Float16 => MemoryMarshal.AsBytes(values.Select(value => (Half)value).ToArray().AsSpan()).ToArray(),
        CudaValueType.BFloat16 => MemoryMarshal.AsBytes(
            values.Select(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)).ToArray().AsSpan()).ToArray(),
        _ => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
    };

    public static float[] Read(byte[] bytes, CudaValueType type) => type switch
    {
        CudaValueType.Float16 => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(value => (float)value)],
        CudaValueType.BFloat16 => Array.ConvertAll(
            MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(),
            value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
        _ => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
    };

    public static int Bytes(CudaValueType type) => type == CudaValueType.Float32 ? sizeof(float) : sizeof(ushort);
}
