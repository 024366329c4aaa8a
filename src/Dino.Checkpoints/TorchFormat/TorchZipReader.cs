using Dino.Checkpoints.Files;
using Dino.Checkpoints.Pickle;
using Dino.Core;

namespace Dino.Checkpoints.TorchFormat;

/// <summary>Reads the zip layout of <c>torch.save</c>: <c>NAME/data.pkl</c>, <c>NAME/data/KEY</c> for each storage, <c>NAME/version</c>, newer ones <c>NAME/byteorder</c>.</summary>
internal static class TorchZipReader
{
    private const string PickleName = "data.pkl";

    public static CheckpointContents Read(MappedFile file)
    {
        var entries = new ZipDirectory(file).Entries;
        var pickles = entries.Keys.Where(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal)).ToList();
        if (pickles.Count != 1)
        {
            throw new BadInputException($"is a zip with {pickles.Count} '{PickleName}'; expected one, as torch.save writes");
        }

        var folder = pickles[0][..^PickleName.Length];
        if (entries.ContainsKey(folder + "constants.pkl"))
        {
            throw new BadInputException("is a TorchScript program; expected a state dictionary");
        }

        RequireLittleEndian(entries.GetValueOrDefault(folder + "byteorder"));
        var host = new TorchPickleHost(file.Length);
        var root = PickleMachine.Run(Bytes(entries[pickles[0]], CheckpointLimits.HeaderBytes), host, out _);
        foreach (var storage in host.Storages)
        {
            storage.Attach(entries.TryGetValue($"{folder}data/{storage.Key}", out var bytes)
                ? bytes
                : throw new BadInputException($"storage '{storage.Key}' is missing from the zip"));
        }

        return StateDictionary.Read(root);
    }

    private static void RequireLittleEndian(FileSlice? byteOrder)
    {
        if (byteOrder is not null && !Bytes(byteOrder, byteOrder.Length).AsSpan().SequenceEqual("little"u8))
        {
            throw new BadInputException("is in big-endian byte order; save it again on a little-endian machine");
        }
    }

    private static byte[] Bytes(FileSlice slice, long limit)
    {
        if (slice.Length > limit)
        {
            throw new BadInputException($"its pickle has {slice.Length} bytes; expected at most {limit}");
        }

        var bytes = new byte[slice.Length];
        slice.Read(0, bytes);
        return bytes;
    }
}
