using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Dino.Storage;

namespace Dino.Figures.Attention;

/// <summary>Writes arrays as NumPy's <c>.npy</c> (format version 1.0, little-endian float32, C order), which <c>numpy.load</c> reads.</summary>
public static class NumpyFile
{
    private const int Alignment = 64;

    public static void Write(string path, float[] values, params ReadOnlySpan<int> shape)
    {
        var sizes = shape.ToArray();
        var count = sizes.Aggregate(1, (product, size) => product * size);
        if (count != values.Length)
        {
            throw new ArgumentException($"{values.Length} values for shape ({string.Join(", ", sizes)}); expected {count}", nameof(values));
        }

        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(sizes));
            var bytes = new byte[values.Length * sizeof(float)];
            if (BitConverter.IsLittleEndian)
            {
                MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(bytes);
            }
            else
            {
                foreach (var (index, value) in values.Index())
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), value);
                }
            }

            stream.Write(bytes);
        });
    }

    private static byte[] Header(int[] shape)
    {
        var tuple = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple}, }}";
        const int preamble = 10;
        var padded = (preamble + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[padded];
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];
        magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(padded - preamble));
        Encoding.ASCII.GetBytes(text.PadRight(padded - preamble - 1) + "\n").CopyTo(header, preamble);
        return header;
    }
}
