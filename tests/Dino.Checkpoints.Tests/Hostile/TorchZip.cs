using System.IO.Compression;

namespace Dino.Checkpoints.Tests.Hostile;

/// <summary>Zips of given entries, as torch.save lays them out or deliberately not.</summary>
internal static class TorchZip
{
    public static byte[] Of(byte[] pickle, params (string Name, byte[] Bytes)[] others)
        => Of(CompressionLevel.NoCompression, [("archive/data.pkl", pickle), .. others]);

    public static byte[] Of(CompressionLevel compression, params (string Name, byte[] Bytes)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = zip.CreateEntry(name, compression).Open();
                stream.Write(bytes);
            }
        }

        return buffer.ToArray();
    }
}
