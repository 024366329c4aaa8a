using Dino.Checkpoints.Content;
using Dino.Checkpoints.Pickle;
using Dino.Core;

namespace Dino.Checkpoints.TorchFormat;

/// <summary>The calls that pickles of <c>torch.save</c> make. Those that build tensors and dicts are understood, a few harmless constructors are
/// kept as inert data, every other one is refused.</summary>
internal sealed class TorchPickleHost(long fileBytes) : IPickleHost
{
    private const string StorageTag = "storage";

    // Constructors that checkpoints carry beside their tensors (in args, meta, schedulers); none is run.
    private static readonly HashSet<string> InertConstructors =
    [
        "collections.Counter", "collections.defaultdict", "collections.deque", "copy_reg._reconstructor", "copyreg._reconstructor", "_codecs.encode",
        "datetime.datetime", "datetime.date", "datetime.timedelta", "datetime.timezone", "pathlib.Path", "pathlib.PosixPath", "pathlib.PurePosixPath", "pathlib.WindowsPath",
        "pathlib.PureWindowsPath", "numpy.dtype", "numpy.core.multiarray.scalar", "numpy.core.multiarray._reconstruct", "numpy._core.multiarray.scalar",
        "numpy._core.multiarray._reconstruct", "torch.Size", "torch.device", "builtins.set", "builtins.frozenset", "builtins.complex", "builtins.slice", "builtins.range",
        "builtins.bytearray", "__builtin__.set", "__builtin__.frozenset", "__builtin__.complex", "__builtin__.slice", "__builtin__.xrange", "__builtin__.bytearray", "__builtin__.object",
    ];

    private readonly Dictionary<string, TensorStorage> _storages = [];

    /// <summary>Every storage the pickle referred to, in order of first use.</summary>
    public List<TensorStorage> Storages { get; } = [];

    public object? Call(PickleGlobal callable, IReadOnlyList<object?> arguments) => (callable.ToString(), arguments) switch
    {
        ("collections.OrderedDict", []) => new ContentDictionary(),
        ("collections.OrderedDict", [ContentList pairs]) => Dictionary(pairs),
        ("torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor", [TensorStorage storage, long offset, ContentList shape, ContentList strides, ..]) => Tensor(storage, offset, shape, strides),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [StoredTensor tensor, ..]) => tensor,
        ("torch._tensor._rebuild_from_type_v2", [PickleGlobal rebuild, PickleGlobal, ContentList inner, ..]) when rebuild.Name.StartsWith("_rebuild_", StringComparison.Ordinal) && rebuild != callable
            => Call(rebuild, inner.Items),
        (var name, _) when InertConstructors.Contains(name) => new ContentObject(name, arguments),
        (var name, _) => throw new BadInputException($"asks to call {name}, which is not among the constructors a checkpoint may use; nothing was run"),
    };

    public object Load(object? persistentId)
    {
        if (persistentId is not ContentList { Items: [StorageTag, PickleGlobal type, string key, string, long elements, ..] items } || elements < 0)
        {
            throw new BadInputException("is damaged: its pickle refers to something that is not a storage");
        }

        if (items.Count > 5 && items[5] is not null)
        {
            throw new BadInputException($"storage '{key}' is a view of another one (torch before 0.4); save the file again with a newer torch");
        }

        var dtype = type.Module is "torch" or "torch.cuda" ? ElementTypes.FromStorage(type.Name) : null;
        if (dtype is null)
        {
            throw new BadInputException($"storage '{key}' has type {type}, which is not supported");
        }

        if (_storages.TryGetValue(key, out var known))
        {
            return known.DType == dtype && known.Elements == elements
                ? known
                : throw new BadInputException($"storage '{key}' is {known.Elements} {known.DType} in one place and {elements} {dtype} in another");
        }

        if (elements > fileBytes / ElementTypes.Bytes(dtype.Value))
        {
            throw new BadInputException($"storage '{key}' claims {elements} elements of {dtype}; the whole file has {fileBytes} bytes (truncated or damaged)");
        }

        if (Storages.Count == CheckpointLimits.Entries)
        {
            throw new BadInputException($"refers to more than {CheckpointLimits.Entries} storages");
        }

        var storage = new TensorStorage(key, dtype.Value, elements, fileBytes);
        _storages.Add(key, storage);
        Storages.Add(storage);
        return storage;
    }

    private static StoredTensor Tensor(TensorStorage storage, long offset, ContentList shape, ContentList strides)
    {
        var what = $"a tensor of storage '{storage.Key}'";
        return new StoredTensor(storage, TensorLayout.Create(Integers(shape, what), Integers(strides, what), offset, what), what);
    }

    private static long[] Integers(ContentList list, string what)
        => [.. list.Items.Select(item => item is long number ? number : throw new BadInputException($"{what} has a shape or stride that is not an integer"))];

    private static ContentDictionary Dictionary(ContentList pairs)
    {
        var dictionary = new ContentDictionary();
        foreach (var pair in pairs.Items)
        {
            _ = pair is ContentList { Items: [var key, var value] } ? dictionary.Set(key, value) : throw new BadInputException("is damaged: its pickle has a dict of things that are not pairs");
        }

        return dictionary;
    }
}
