using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Dino.Checkpoints.Content;

namespace Dino.Checkpoints.Pickle;

/// <summary>Writes plain data as a protocol 2 pickle with no more opcodes and globals than torch's weights-only reader allows.</summary>
/// <param name="output">Gets the pickle.</param>
/// <param name="writeOther">Writes a value that is not plain (a tensor), or returns false.</param>
internal sealed class PickleWriter(Stream output, Func<PickleWriter, object, bool> writeOther)
{
    private const byte Protocol = 2;

    /// <summary>One whole pickle of <paramref name="root"/>.</summary>
    /// <exception cref="NotSupportedException">A value has no plain form; the message says where it stands.</exception>
    public void WriteAll(object? root)
    {
        Op(PickleOpcode.Proto);
        output.WriteByte(Protocol);
        Value(root, "root", depth: 0);
        Op(PickleOpcode.Stop);
    }

    public void Op(PickleOpcode opcode) => output.WriteByte((byte)opcode);

    public void Global(string module, string name)
    {
        Op(PickleOpcode.Global);
        output.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    public void Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Op(PickleOpcode.BinUnicode);
        Int32(utf8.Length);
        output.Write(utf8);
    }

    public void Integer(BigInteger value)
    {
        if (value >= int.MinValue && value <= int.MaxValue)
        {
            Op(PickleOpcode.BinInt);
            Int32((int)value);
            return;
        }

        var bytes = value.ToByteArray();
        if (bytes.Length > byte.MaxValue)
        {
            throw new NotSupportedException($"an integer of {bytes.Length} bytes cannot be written");
        }

        Op(PickleOpcode.Long1);
        output.WriteByte((byte)bytes.Length);
        output.Write(bytes);
    }

    public void Bool(bool value) => Op(value ? PickleOpcode.NewTrue : PickleOpcode.NewFalse);

    private void Value(object? value, string where, int depth)
    {
        if (depth > CheckpointLimits.Depth)
        {
            throw new NotSupportedException($"{where} is nested deeper than {CheckpointLimits.Depth}");
        }

        switch (value)
        {
            case null: Op(PickleOpcode.None); break;
            case bool flag: Bool(flag); break;
            case int or long or BigInteger: Integer(value is BigInteger big ? big : Convert.ToInt64(value)); break;
            case double number: Double(number); break;
            case string text: Text(text); break;
            case ContentDictionary dictionary: Dictionary(dictionary, where, depth); break;
            case ContentList { Kind: not ContentKind.Set } list: List(list, where, depth); break;
            case ContentObject { ClassName: "argparse.Namespace", State: ContentDictionary state }: Dictionary(state, where, depth); break;
            default:
                if (!writeOther(this, value))
                {
                    throw new NotSupportedException($"{where} is a {(value as ContentObject)?.ClassName ?? value.GetType().Name}, which has no plain form");
                }

                break;
        }
    }

    private void Dictionary(ContentDictionary dictionary, string where, int depth)
    {
        Op(PickleOpcode.EmptyDict);
        foreach (var (key, value) in dictionary.Entries)
        {
            Value(key, $"a key of {where}", depth + 1);
            Value(value, $"{where}.{key}", depth + 1);
            Op(PickleOpcode.SetItem);
        }
    }

    private void List(ContentList list, string where, int depth)
    {
        Op(list.Kind == ContentKind.Tuple ? PickleOpcode.Mark : PickleOpcode.EmptyList);
        foreach (var item in list.Items)
        {
            Value(item, $"an item of {where}", depth + 1);
            if (list.Kind == ContentKind.List)
            {
                Op(PickleOpcode.Append);
            }
        }

        if (list.Kind == ContentKind.Tuple)
        {
            Op(PickleOpcode.Tuple);
        }
    }

    private void Double(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        Op(PickleOpcode.BinFloat);
        output.Write(bytes);
    }

    private void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        output.Write(bytes);
    }
}
