using System.Text.Json.Nodes;

namespace Dino.TestUtilities;

/// <summary>What disks, crashes and people do to a safetensors file.</summary>
public static class SafetensorsDamage
{
    private const int LengthBytes = sizeof(ulong);

    /// <summary>Turns one bit of the first element of the first tensor whose name begins so.</summary>
    public static void FlipBit(string path, string prefix = "")
    {
        var (bytes, at, _) = Find(path, prefix);
        bytes[at + 3] ^= 0x40;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>As a file system leaves it that lost power: the length is right, the second half is zero.</summary>
    public static void ZeroTail(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2).Clear();
        File.WriteAllBytes(path, bytes);
    }

    public static void Zero(string path) => File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);

    public static void Truncate(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    /// <summary>Overwrites the first element of the first float32 tensor whose name has this part.</summary>
    /// <returns>The tensor's name.</returns>
    public static string SetFirst(string path, string part, float value)
    {
        var (bytes, at, name) = Find(path, part);
        BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
        File.WriteAllBytes(path, bytes);
        return name;
    }

    /// <summary>Writes the header anew, metadata changed; tensors stay as they are.</summary>
    public static void EditMetadata(string path, Action<JsonObject> edit)
    {
        var (bytes, header) = Read(path);
        edit(header["__metadata__"]!.AsObject());
        var json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. bytes[DataStart(bytes)..]]);
    }

    private static (byte[] Bytes, int At, string Name) Find(string path, string part)
    {
        var (bytes, header) = Read(path);
        var (name, tensor) = header.First(
            entry => entry.Key.Contains(part, StringComparison.Ordinal) && (string?)entry.Value!["dtype"] == "F32");
        return (bytes, DataStart(bytes) + (int)tensor!["data_offsets"]![0]!, name);
    }

    private static (byte[] Bytes, JsonObject Header) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return (bytes, JsonNode.Parse(bytes.AsSpan(LengthBytes, DataStart(bytes) - LengthBytes))!.AsObject());
    }

    private static int DataStart(byte[] bytes) => LengthBytes + (int)BitConverter.ToUInt64(bytes);
}
