using System.Numerics;
using Dino.Checkpoints.Content;
using Dino.Checkpoints.Files;
using Dino.Checkpoints.Pickle;
using Dino.Core;

namespace Dino.Checkpoints.TorchFormat;

/// <summary>Reads the layout of <c>torch.save</c> before 1.6 (torch/serialization.py, _legacy_load): pickles of a magic number, the protocol version, the system's sizes, the object
/// and the storage keys, then each storage as its element count and raw elements.</summary>
internal static class TorchLegacyReader
{
    private const long ProtocolVersion = 1001;

    private static readonly BigInteger MagicNumber = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    public static CheckpointContents Read(MappedFile file)
    {
        var position = 0L;
        var host = new TorchPickleHost(file.Length);
        if (Next(file, host, ref position) is not BigInteger magic || magic != MagicNumber)
        {
            throw new BadInputException("is a pickle, but not one of torch.save: its magic number is missing");
        }

        if (Next(file, host, ref position) is not ProtocolVersion)
        {
            throw new BadInputException($"has an unknown protocol version; expected {ProtocolVersion}");
        }

        if (Next(file, host, ref position) is not ContentDictionary system || system["little_endian"] is not true)
        {
            throw new BadInputException("is not in little-endian byte order; save it again on a little-endian machine");
        }

        var root = Next(file, host, ref position);
        var end = AttachStorages(file, host, Next(file, host, ref position), position);
        return StateDictionary.Read(root) with { Rest = file.Length - end };
    }

    /// <summary>Where the last storage ends.</summary>
    private static long AttachStorages(MappedFile file, TorchPickleHost host, object? keys, long position)
    {
        var storages = host.Storages.ToDictionary(storage => storage.Key);
        if (keys is not ContentList { Items: var items } || items.Count != storages.Count)
        {
            throw new BadInputException($"is damaged: its list of storages does not name the {storages.Count} its pickle refers to");
        }

        foreach (var item in items)
        {
            if (item is not string key || !storages.Remove(key, out var storage))
            {
                throw new BadInputException($"is damaged: its list of storages names '{item}', which its pickle does not refer to or which was there before");
            }

            var elements = file.UInt64(position);
            if (elements != (ulong)storage.Elements)
            {
                throw new BadInputException($"storage '{key}' has {elements} elements at byte {position}; expected {storage.Elements}");
            }

            position += sizeof(ulong);
            var bytes = new FileSlice(file, position, storage.Elements * storage.ElementBytes);
            storage.Attach(bytes);
            position += bytes.Length;
        }

        return position;
    }

    private static object? Next(MappedFile file, TorchPickleHost host, ref long position)
    {
        var available = (int)Math.Min(CheckpointLimits.HeaderBytes, file.Length - position);
        var value = PickleMachine.Run(file.Span(position, available), host, out var length);
        position += length;
        return value;
    }
}
