using Dino.Checkpoints.Pickle;
using static TorchSharp.torch;

namespace Dino.Checkpoints.TorchFormat;

/// <summary>Writes tensors into a pickle as calls of <c>_rebuild_tensor_v2</c> and remembers the storages they need. The same tensor under two names gets one storage.</summary>
internal sealed class TensorPickler
{
    private readonly Dictionary<object, string> _keys = [];
    private readonly List<Action<Stream>> _storages = [];

    /// <summary>What to write as storage 0, 1, ...</summary>
    public IReadOnlyList<Action<Stream>> Storages => _storages;

    /// <summary>Writes a torch tensor or a <see cref="StoredTensor"/>; false for anything else.</summary>
    public bool Write(PickleWriter writer, object value)
    {
        switch (value)
        {
            case Tensor tensor:
                Write(writer, Key(tensor.Handle, stream => TensorBytes.Write(tensor, stream)), tensor.dtype, tensor.shape, tensor.numel());
                return true;
            case StoredTensor stored:
                Write(writer, Key(stored.Identity, stream => Copy(stored, stream)), stored.DType, stored.Shape, stored.Elements);
                return true;
            default:
                return false;
        }
    }

    private static void Copy(StoredTensor stored, Stream stream)
    {
        using var tensor = stored.ToTensor();
        TensorBytes.Write(tensor, stream);
    }

    private string Key(object identity, Action<Stream> write)
    {
        if (!_keys.TryGetValue(identity, out var key))
        {
            key = $"{_storages.Count}";
            _keys.Add(identity, key);
            _storages.Add(write);
        }

        return key;
    }

    private static void Write(PickleWriter writer, string key, ScalarType type, long[] shape, long elements)
    {
        writer.Global("torch._utils", "_rebuild_tensor_v2");
        writer.Op(PickleOpcode.Mark);

        writer.Op(PickleOpcode.Mark);
        writer.Text("storage");
        writer.Global("torch", ElementTypes.StorageName(type));
        writer.Text(key);
        writer.Text("cpu");
        writer.Integer(elements);
        writer.Op(PickleOpcode.Tuple);
        writer.Op(PickleOpcode.BinPersId);

        writer.Integer(0);
        WriteTuple(writer, shape);
        WriteTuple(writer, TensorLayout.RowMajor(shape, "the tensor").Strides);
        writer.Bool(false);
        writer.Global("collections", "OrderedDict");
        writer.Op(PickleOpcode.EmptyTuple);
        writer.Op(PickleOpcode.Reduce);
        writer.Op(PickleOpcode.Tuple);
        writer.Op(PickleOpcode.Reduce);
    }

    private static void WriteTuple(PickleWriter writer, long[] numbers)
    {
        writer.Op(PickleOpcode.Mark);
        foreach (var number in numbers)
        {
            writer.Integer(number);
        }

        writer.Op(PickleOpcode.Tuple);
    }
}
