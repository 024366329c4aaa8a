using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>SHA-256 over all that a safetensors file says: its metadata, and every tensor's name, type, shape and bytes. It
/// stands in the file's own
/// metadata, so that the file alone shows whether a disk, a copy or a crash has changed it. Streamed: nothing is held but the
/// tensor in hand.</summary>
internal static class ContentChecksum
{
    /// <summary>Its place in the metadata, which it does not cover.</summary>
    public const string Key = "content_sha256";

    /// <param name="tensors">Unique ones, without aliases, which the metadata names.</param>
    /// <returns>64 lower-case hex digits.</returns>
    public static string Of(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
        => Of(
            tensors.Select(pair => new Part(pair.Key, pair.Value.dtype, pair.Value.shape, hash => Append(hash, pair.Value))),
            metadata);

    /// <inheritdoc cref="Of(IReadOnlyList{KeyValuePair{string, Tensor}}, IReadOnlyDictionary{string, string})"/>
    public static string Of(IEnumerable<CheckpointTensor> tensors, IReadOnlyDictionary<string, string> metadata)
        => Of(
            tensors.Select(entry => new Part(entry.Name, entry.DType, entry.Shape, hash => entry.Stored.Read(hash.AppendData))),
            metadata);

    private static string Of(IEnumerable<Part> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Key != Key))
        {
            Append(hash, key);
            Append(hash, value);
        }

        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            Append(hash, tensor.Name);
            Append(hash, $"{ElementTypes.SafetensorsName(tensor.DType)} {string.Join(',', tensor.Shape)}");
            tensor.AppendTo(hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        if (tensor.numel() > 0)
        {
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }
    }

    /// <summary>With its length, so that no two lists of texts are the same bytes.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text));
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private sealed record Part(string Name, ScalarType DType, long[] Shape, Action<IncrementalHash> AppendTo);
}
