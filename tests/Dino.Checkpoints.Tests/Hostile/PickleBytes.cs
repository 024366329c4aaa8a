using System.Buffers.Binary;
using System.Text;

namespace Dino.Checkpoints.Tests.Hostile;

/// <summary>Assembles a pickle opcode by opcode, valid or not.</summary>
internal sealed class PickleBytes
{
    private readonly MemoryStream _bytes = new();

    public static PickleBytes Protocol2() => new PickleBytes().Raw(0x80, 2);

    public PickleBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleBytes Op(char opcode) => Raw((byte)opcode);

    public PickleBytes Repeat(int count, params ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < count; i++)
        {
            _bytes.Write(bytes);
        }

        return this;
    }

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').UInt32((uint)utf8.Length).Raw(utf8);
    }

    public PickleBytes Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, sizeof(long)).Raw(bytes);
    }

    public PickleBytes UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    /// <summary>The persistent id of a float storage.</summary>
    public PickleBytes Storage(string key, long elements)
        => Op('(').Text("storage").Global("torch", "FloatStorage").Text(key).Text("cpu").Integer(elements).Op('t').Op('Q');

    /// <summary>A call of _rebuild_tensor_v2 with one dimension.</summary>
    public PickleBytes Tensor(string key, long elements, long offset, long size, long stride)
        => Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(key, elements).Integer(offset)
            .Integer(size).Raw(0x85).Integer(stride).Raw(0x85).Raw(0x89).Op('N').Op('t').Op('R');

    public byte[] Stop() => [.. _bytes.ToArray(), (byte)'.'];
}
