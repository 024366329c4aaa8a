using System.Text.Json;
using Dino.Checkpoints.Files;
using Dino.Core;

namespace Dino.Checkpoints.Safetensors;

/// <summary>Reads the header of a safetensors file and checks all of it: sizes, types, offsets without overlap or gap, names without repetition.</summary>
internal static class SafetensorsReader
{
    public static CheckpointContents Read(MappedFile file)
    {
        var headerBytes = file.UInt64(0);
        if (headerBytes > CheckpointLimits.HeaderBytes)
        {
            throw new BadInputException($"safetensors header claims {headerBytes} bytes; expected at most {CheckpointLimits.HeaderBytes}");
        }

        var json = file.Span(sizeof(ulong), (int)headerBytes);
        SafetensorsHeader header;
        try
        {
            header = SafetensorsHeader.Parse(json);
        }
        catch (JsonException problem)
        {
            throw new BadInputException($"safetensors header is not valid JSON at byte {problem.BytePositionInLine}", problem);
        }
        catch (InvalidOperationException problem)
        {
            // Utf8JsonReader's answer to bytes that are not UTF-8.
            throw new BadInputException("safetensors header has text that is not UTF-8", problem);
        }

        var dataStart = sizeof(ulong) + (long)headerBytes;
        var dataBytes = file.Length - dataStart;
        RequireCoverage(header.Entries, dataBytes);
        var tensors = header.Entries.Select(entry => Tensor(file, dataStart, entry)).ToList();
        var aliases = SafetensorsAliases.Read(header.Metadata);
        return new CheckpointContents(WithAliases(tensors, aliases), header.Metadata, Root: null);
    }

    private static CheckpointTensor Tensor(MappedFile file, long dataStart, SafetensorsEntry entry)
    {
        var what = $"tensor '{entry.Name}'";
        var layout = TensorLayout.RowMajor(entry.Shape, what);
        var storage = new TensorStorage(entry.Name, entry.DType, layout.Elements, file.Length);
        storage.Attach(new FileSlice(file, dataStart + entry.Begin, entry.End - entry.Begin));
        return new CheckpointTensor(entry.Name, new StoredTensor(storage, layout, what));
    }

    private static void RequireCoverage(IReadOnlyList<SafetensorsEntry> entries, long dataBytes)
    {
        var next = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != next || entry.End < entry.Begin)
            {
                throw new BadInputException($"tensor '{entry.Name}' lies at bytes {entry.Begin} to {entry.End}; expected a start at {next}, where the one before ends");
            }

            next = entry.End;
        }

        if (next != dataBytes)
        {
            throw new BadInputException(next > dataBytes
                ? $"is truncated: its tensors need {next} bytes, {dataBytes} are there"
                : $"has {dataBytes - next} bytes behind its last tensor");
        }
    }

    private static List<CheckpointTensor> WithAliases(List<CheckpointTensor> tensors, IReadOnlyDictionary<string, string> aliases)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name);
        foreach (var (alias, name) in aliases)
        {
            if (byName.ContainsKey(alias) || !byName.TryGetValue(name, out var target) || target.AliasOf is not null)
            {
                throw new BadInputException($"metadata 'aliases' maps '{alias}' to '{name}'; expected a new name and a tensor of the file");
            }

            var tensor = new CheckpointTensor(alias, target.Stored, name);
            byName.Add(alias, tensor);
            tensors.Add(tensor);
        }

        return tensors;
    }
}
