using System.IO.Compression;
using Dino.Checkpoints.Content;
using Dino.Checkpoints.Pickle;
using Dino.Checkpoints.TorchFormat;
using Dino.Core;

namespace Dino.Checkpoints;

/// <summary>Writes .pth files in the zip layout of <c>torch.save</c>, readable by <c>torch.load(..., weights_only=True)</c>.</summary>
public static class TorchCheckpointWriter
{
    private const string Folder = "archive/";

    /// <summary>Serialization version of the zip layout (caffe2/serialize/versions.h).</summary>
    private const string Version = "3\n";

    /// <summary>Replaces <paramref name="path"/> as a whole or not at all. A tensor object under two names is written once, with shared storage.</summary>
    /// <exception cref="NotSupportedException">A value has no plain Python form; the message says where it stands.</exception>
    public static void Write(string path, ContentDictionary root)
    {
        var pickler = new TensorPickler();
        using var pickle = new MemoryStream();
        new PickleWriter(pickle, pickler.Write).WriteAll(root);
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Add(zip, "data.pkl", pickle.WriteTo);
            Add(zip, "byteorder", entry => entry.Write("little"u8));
            for (var key = 0; key < pickler.Storages.Count; key++)
            {
                Add(zip, $"data/{key}", pickler.Storages[key]);
            }

            Add(zip, "version", entry => entry.Write(System.Text.Encoding.ASCII.GetBytes(Version)));
        });
    }

    /// <inheritdoc cref="Write(string, ContentDictionary)"/>
    public static void Write(string path, ReferenceCheckpoint checkpoint) => Write(path, checkpoint.ToContent());

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        var entry = zip.CreateEntry(Folder + name, CompressionLevel.NoCompression);
        // The earliest time a zip can say, as torch writes: equal content gives equal files.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        write(stream);
    }
}
