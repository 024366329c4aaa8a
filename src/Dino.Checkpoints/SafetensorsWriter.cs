using System.Buffers.Binary;
using System.Text.Json;
using Dino.Checkpoints.Safetensors;
using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>Writes safetensors files: little-endian, each tensor aligned to its element size.</summary>
public static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;

    /// <summary>Replaces <paramref name="path"/> as a whole or not at all, and only after what was written has been read back. A tensor object that is listed under several names is written once, under the first; the others
    /// are listed in the metadata as <c>aliases</c>, which <see cref="Checkpoint.Open"/> resolves.</summary>
    /// <param name="tensors">Any device and strides; they stay the caller's.</param>
    /// <returns>The checksum over all of it, which the file carries (<see cref="Checkpoint.Checksum"/>).</returns>
    public static string Write(
        string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var (unique, aliases) = Separate(tensors);
        // Large elements first keeps every tensor aligned; the sort is stable, so a file of one type keeps the caller's order.
        var ordered = unique.OrderByDescending(pair => ElementTypes.Bytes(pair.Value.dtype)).ToList();
        var allMetadata = new Dictionary<string, string>(metadata);
        SafetensorsAliases.Write(allMetadata, aliases);
        var checksum = allMetadata[ContentChecksum.Key] = ContentChecksum.Of(unique, allMetadata);
        var header = Header(ordered, allMetadata);
        AtomicFile.WriteVerified(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
            {
                TensorBytes.Write(tensor, stream);
            }
        });
        return checksum;
    }

    private static (List<KeyValuePair<string, Tensor>> Unique, Dictionary<string, string> Aliases) Separate(IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        var unique = new List<KeyValuePair<string, Tensor>>();
        var aliases = new Dictionary<string, string>();
        var firstNames = new Dictionary<nint, string>();
        foreach (var (name, tensor) in tensors)
        {
            if (firstNames.TryAdd(tensor.Handle, name))
            {
                unique.Add(new(name, tensor));
            }
            else
            {
                aliases.Add(name, firstNames[tensor.Handle]);
            }
        }

        return (unique, aliases);
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, Dictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WritePropertyName("__metadata__");
                JsonSerializer.Serialize(json, metadata);
            }

            var begin = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var end = begin + (tensor.numel() * ElementTypes.Bytes(tensor.dtype));
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, new { dtype = ElementTypes.SafetensorsName(tensor.dtype), shape = tensor.shape, data_offsets = new[] { begin, end } });
                begin = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % HeaderAlignment != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }
}
