using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>The element types a checkpoint may hold, with their names in each format.</summary>
internal static class ElementTypes
{
    private static readonly (ScalarType Type, int Bytes, string Safetensors, string Storage)[] Table =
    [
        (ScalarType.Bool, 1, "BOOL", "BoolStorage"),
        (ScalarType.Byte, 1, "U8", "ByteStorage"),
        (ScalarType.Int8, 1, "I8", "CharStorage"),
        (ScalarType.Int16, 2, "I16", "ShortStorage"),
        (ScalarType.Float16, 2, "F16", "HalfStorage"),
        (ScalarType.BFloat16, 2, "BF16", "BFloat16Storage"),
        (ScalarType.Int32, 4, "I32", "IntStorage"),
        (ScalarType.Float32, 4, "F32", "FloatStorage"),
        (ScalarType.Int64, 8, "I64", "LongStorage"),
        (ScalarType.Float64, 8, "F64", "DoubleStorage"),
    ];

    public static int Bytes(ScalarType type) => Row(type).Bytes;

    public static string SafetensorsName(ScalarType type) => Row(type).Safetensors;

    /// <summary>Name of the class in module <c>torch</c> that pickles of this type refer to.</summary>
    public static string StorageName(ScalarType type) => Row(type).Storage;

    public static ScalarType? FromSafetensors(string name) => Find(row => row.Safetensors == name);

    public static ScalarType? FromStorage(string name) => Find(row => row.Storage == name);

    private static (ScalarType Type, int Bytes, string Safetensors, string Storage) Row(ScalarType type)
        => Array.Find(Table, row => row.Type == type) is { Bytes: > 0 } found
            ? found
            : throw new NotSupportedException($"tensors of type {type} cannot be stored in a checkpoint");

    private static ScalarType? Find(Predicate<(ScalarType Type, int Bytes, string Safetensors, string Storage)> match)
        => Array.Find(Table, match) is { Bytes: > 0 } found ? found.Type : null;
}
