using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Dino.Core;

namespace Dino.Checkpoints.Pickle;

/// <summary>Reads the operands of pickle opcodes from part of a mapped file; every length is checked against what is left before anything is allocated.</summary>
internal ref struct PickleInput(ReadOnlySpan<byte> bytes)
{
    private const int LongestGlobalName = 256;
    private const int LongestInteger = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Pickle's floats are the only big-endian part.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    public byte[] Bytes(ulong length) => Take(length).ToArray();

    public string Latin1(ulong length) => Encoding.Latin1.GetString(Take(length));

    public string Utf8(ulong length)
    {
        var text = Take(length);
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException problem)
        {
            throw new BadInputException($"pickle has text that is not UTF-8 before byte {Position}", problem);
        }
    }

    /// <summary>Text up to a line feed, as names of globals are written.</summary>
    public string Line()
    {
        var rest = _bytes[Position..];
        var length = rest[..Math.Min(rest.Length, LongestGlobalName)].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new BadInputException($"pickle names a global without an end, or longer than {LongestGlobalName} bytes, at byte {Position}");
        }

        var line = Utf8((ulong)length);
        Position++;
        return line;
    }

    /// <summary>A two's-complement integer; a long where it fits.</summary>
    public object Integer(ulong length)
    {
        if (length > LongestInteger)
        {
            throw new BadInputException($"pickle has an integer of {length} bytes at byte {Position}; expected at most {LongestInteger}");
        }

        var value = new BigInteger(Take(length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw new BadInputException($"is truncated or damaged: its pickle wants {length} bytes at byte {Position} of {_bytes.Length}");
        }

        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }
}
