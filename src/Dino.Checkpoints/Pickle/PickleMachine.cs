using Dino.Checkpoints.Content;
using Dino.Core;

namespace Dino.Checkpoints.Pickle;

/// <summary>Runs the data-building opcodes of one pickle. It cannot import or execute: a global is a name, a new object an inert <see cref="ContentObject"/>, and a
/// call goes to the <see cref="IPickleHost"/>, which knows a fixed list.</summary>
internal sealed class PickleMachine(IPickleHost host)
{
    private const int NewestProtocol = 5;

    private static readonly object NotStored = new();

    private readonly PickleStack _stack = new();
    private readonly List<object?> _memo = [];

    /// <summary>The object the pickle at the start of <paramref name="bytes"/> describes; <paramref name="length"/> is the pickle's own length.</summary>
    public static object? Run(ReadOnlySpan<byte> bytes, IPickleHost host, out int length)
    {
        var input = new PickleInput(bytes);
        var result = new PickleMachine(host).Run(ref input);
        length = input.Position;
        return result;
    }

    private object? Run(ref PickleInput input)
    {
        for (var steps = 0; steps < CheckpointLimits.PickleObjects; steps++)
        {
            var opcode = (PickleOpcode)input.Byte();
            if (opcode == PickleOpcode.Stop)
            {
                return _stack.Pop();
            }

            if (!Literal(opcode, ref input) && !Memo(opcode, ref input) && !Collection(opcode) && !Object(opcode, ref input))
            {
                throw new BadInputException($"pickle has opcode 0x{(byte)opcode:x2} at byte {input.Position - 1}, which no checkpoint uses");
            }
        }

        throw new BadInputException($"pickle has more than {CheckpointLimits.PickleObjects} opcodes");
    }

    private bool Literal(PickleOpcode opcode, ref PickleInput input)
    {
        object? value;
        switch (opcode)
        {
            case PickleOpcode.None: value = null; break;
            case PickleOpcode.NewTrue: value = true; break;
            case PickleOpcode.NewFalse: value = false; break;
            case PickleOpcode.BinInt: value = (long)input.Int32(); break;
            case PickleOpcode.BinInt1: value = (long)input.Byte(); break;
            case PickleOpcode.BinInt2: value = (long)input.UInt16(); break;
            case PickleOpcode.Long1: value = input.Integer(input.Byte()); break;
            case PickleOpcode.Long4: value = input.Integer(input.UInt32()); break;
            case PickleOpcode.BinFloat: value = input.Double(); break;
            case PickleOpcode.BinString: value = input.Latin1(input.UInt32()); break;
            case PickleOpcode.ShortBinString: value = input.Latin1(input.Byte()); break;
            case PickleOpcode.BinUnicode: value = input.Utf8(input.UInt32()); break;
            case PickleOpcode.ShortBinUnicode: value = input.Utf8(input.Byte()); break;
            case PickleOpcode.BinUnicode8: value = input.Utf8(input.UInt64()); break;
            case PickleOpcode.BinBytes: value = input.Bytes(input.UInt32()); break;
            case PickleOpcode.ShortBinBytes: value = input.Bytes(input.Byte()); break;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: value = input.Bytes(input.UInt64()); break;
            default: return false;
        }

        _stack.Push(value);
        return true;
    }

    private bool Memo(PickleOpcode opcode, ref PickleInput input)
    {
        switch (opcode)
        {
            case PickleOpcode.BinPut: Remember(input.Byte()); break;
            case PickleOpcode.LongBinPut: Remember(input.UInt32()); break;
            case PickleOpcode.Memoize: Remember((uint)_memo.Count); break;
            case PickleOpcode.BinGet: _stack.Push(Recall(input.Byte())); break;
            case PickleOpcode.LongBinGet: _stack.Push(Recall(input.UInt32())); break;
            case PickleOpcode.Dup: _stack.Push(_stack.Top); break;
            case PickleOpcode.Pop: _stack.Pop(); break;
            case PickleOpcode.PopMark: _stack.PopToMark(); break;
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Frame: input.UInt64(); break;
            case PickleOpcode.Proto:
                var protocol = input.Byte();
                if (protocol > NewestProtocol)
                {
                    throw new BadInputException($"pickle has protocol {protocol}; expected at most {NewestProtocol}");
                }

                break;
            default: return false;
        }

        return true;
    }

    private bool Collection(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyDict: _stack.Push(new ContentDictionary()); break;
            case PickleOpcode.EmptyList: _stack.Push(new ContentList(ContentKind.List, [])); break;
            case PickleOpcode.EmptySet: _stack.Push(new ContentList(ContentKind.Set, [])); break;
            case PickleOpcode.EmptyTuple: _stack.Push(new ContentList(ContentKind.Tuple, [])); break;
            case PickleOpcode.Tuple1: PushTuple(_stack.Pop(1)); break;
            case PickleOpcode.Tuple2: PushTuple(_stack.Pop(2)); break;
            case PickleOpcode.Tuple3: PushTuple(_stack.Pop(3)); break;
            case PickleOpcode.Tuple: PushTuple(_stack.PopToMark()); break;
            case PickleOpcode.List: _stack.Push(new ContentList(ContentKind.List, _stack.PopToMark())); break;
            case PickleOpcode.FrozenSet: _stack.Push(new ContentList(ContentKind.Set, _stack.PopToMark())); break;
            case PickleOpcode.Dict:
                var entries = _stack.PopToMark();
                var dictionary = new ContentDictionary();
                SetItems(dictionary, entries);
                _stack.Push(dictionary);
                break;
            case PickleOpcode.Append: Append(_stack.Pop(1)); break;
            case PickleOpcode.Appends or PickleOpcode.AddItems: Append(_stack.PopToMark()); break;
            case PickleOpcode.SetItem: SetItemsOfTop(_stack.Pop(2)); break;
            case PickleOpcode.SetItems: SetItemsOfTop(_stack.PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private bool Object(PickleOpcode opcode, ref PickleInput input)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                _stack.Push(new PickleGlobal(input.Line(), input.Line()));
                break;
            case PickleOpcode.StackGlobal:
                _stack.Push(_stack.Pop(2) is [string module, string name] ? new PickleGlobal(module, name) : throw Unexpected("a global whose name is not text"));
                break;
            case PickleOpcode.BinPersId:
                _stack.Push(host.Load(_stack.Pop()));
                break;
            case PickleOpcode.Reduce:
                _stack.Push(_stack.Pop(2) is [PickleGlobal callable, ContentList arguments] ? host.Call(callable, arguments.Items) : throw Unexpected("a call of something that is not a global"));
                break;
            case PickleOpcode.NewObj:
                _stack.Push(_stack.Pop(2) is [PickleGlobal type, ContentList values] ? New(type, values.Items) : throw Unexpected("a new object of something that is not a class"));
                break;
            case PickleOpcode.NewObjEx:
                _stack.Push(_stack.Pop(3) is [PickleGlobal typeEx, ContentList valuesEx, ContentDictionary named] ? New(typeEx, [.. valuesEx.Items, named]) : throw Unexpected("a new object of something that is not a class"));
                break;
            case PickleOpcode.Build:
                var state = _stack.Pop();
                if (_stack.Top is ContentObject inert)
                {
                    inert.State = state;
                }

                // State of anything else (state_dict's _metadata) says nothing about values.
                break;
            default: return false;
        }

        return true;
    }

    private static object New(PickleGlobal type, IReadOnlyList<object?> arguments)
        => type is { Module: "collections", Name: "OrderedDict" } && arguments.Count == 0 ? new ContentDictionary() : new ContentObject(type.ToString(), arguments);

    private void Remember(uint index)
    {
        if (index >= CheckpointLimits.PickleObjects)
        {
            throw Unexpected($"object number {index}; expected fewer than {CheckpointLimits.PickleObjects}");
        }

        // A list and not a hash table, as in CPython: the file chooses the numbers.
        while (_memo.Count <= index)
        {
            _memo.Add(NotStored);
        }

        _memo[(int)index] = _stack.Top;
    }

    private object? Recall(uint index)
        => index < _memo.Count && _memo[(int)index] != NotStored ? _memo[(int)index] : throw Unexpected($"a reference to object {index}, which was not stored");

    private void PushTuple(object?[] items) => _stack.Push(new ContentList(ContentKind.Tuple, items));

    private void Append(object?[] items)
    {
        var list = _stack.Top switch
        {
            ContentList { Kind: not ContentKind.Tuple } found => found,
            ContentObject inert => inert.Items,
            _ => throw Unexpected("items for something that is not a list"),
        };
        foreach (var item in items)
        {
            list.Add(item);
        }
    }

    private void SetItemsOfTop(object?[] entries)
        => SetItems(
            _stack.Top switch
            {
                ContentDictionary found => found,
                ContentObject inert => inert.Entries,
                _ => throw Unexpected("entries for something that is not a dict"),
            },
            entries);

    private static void SetItems(ContentDictionary dictionary, object?[] entries)
    {
        if (entries.Length % 2 != 0)
        {
            throw Unexpected("a key without a value");
        }

        for (var i = 0; i < entries.Length; i += 2)
        {
            dictionary.Set(entries[i], entries[i + 1]);
        }
    }

    private static BadInputException Unexpected(string what) => new($"is damaged: its pickle has {what}");
}
