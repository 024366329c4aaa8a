using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Dino.Core;

namespace Dino.Figures.Attention;

/// <summary>Writes and reads arrays as NumPy's <c>.npy</c> (format version 1.0, little-endian float32, C order), which <c>numpy.load</c> reads.</summary>
public static class NumpyFile
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

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

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="BadInputException">Not a file of that kind; the message names it and what was expected.</exception>
    public static (float[] Values, int[] Shape) Read(string path)
    {
        const int preamble = 10;
        var bytes = InputFile.ReadAllBytes(path);
        var header = bytes.Length >= preamble && bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : 0;
        var text = header > 0 && preamble + header <= bytes.Length ? Encoding.ASCII.GetString(bytes, preamble, header) : "";
        var match = Regex.Match(text, @"'descr': '<f4', 'fortran_order': False, 'shape': \(([\d, ]*)\)");
        var shape = match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        var count = (bytes.Length - preamble - header) / sizeof(float);
        // A product of sizes may leave every integer type; a quotient cannot.
        if (!match.Success || bytes.Length - preamble - header != count * sizeof(float) || !Fits(shape, count))
        {
            throw new BadInputException(
                $"{path}: not a NumPy file of little-endian float32 in C order, or not as long as its shape says");
        }

        var values = new float[count];
        foreach (var index in Enumerable.Range(0, count))
        {
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(preamble + header + (index * sizeof(float))));
        }

        return (values, shape);
    }

    private static bool Fits(int[] shape, int count)
    {
        if (shape.Contains(-1) || shape.Contains(0))
        {
            return count == 0 && !shape.Contains(-1);
        }

        long rest = count;
        foreach (var size in shape)
        {
            if (rest % size != 0)
            {
                return false;
            }

            rest /= size;
        }

        return rest == 1;
    }

    private static byte[] Header(int[] shape)
    {
        var tuple = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple}, }}";
        const int preamble = 10;
        var padded = (preamble + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[padded];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(padded - preamble));
        Encoding.ASCII.GetBytes(text.PadRight(padded - preamble - 1) + "\n").CopyTo(header, preamble);
        return header;
    }
}
