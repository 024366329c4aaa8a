using System.Globalization;
using Dino.Checkpoints.Content;
using Dino.Core;

namespace Dino.Checkpoints.TorchFormat;

/// <summary>Finds the state dictionary in what a .pth holds.</summary>
internal static class StateDictionary
{
    private const string DataParallelPrefix = "module.";

    // The reference and detrex write "model", mmdetection "state_dict"; torchvision writes the dictionary alone.
    private static readonly string[] Keys = ["model", "state_dict"];

    public static CheckpointContents Read(object? root)
    {
        if (root is not ContentDictionary top)
        {
            throw new BadInputException(root is ContentObject inert
                ? $"holds a whole pickled {inert.ClassName}; expected a dictionary with a state dictionary (save model.state_dict())"
                : "does not hold a dictionary; expected one with 'model', 'state_dict' or tensors");
        }

        var tensors = new List<CheckpointTensor>();
        var names = new HashSet<string>();
        var firstNames = new Dictionary<(TensorStorage, long, string), string>();
        foreach (var (key, value) in Find(top).Entries)
        {
            if (key is not string fullName || value is not StoredTensor stored)
            {
                continue;
            }

            var name = fullName.StartsWith(DataParallelPrefix, StringComparison.Ordinal) ? fullName[DataParallelPrefix.Length..] : fullName;
            if (!names.Add(name))
            {
                throw new BadInputException($"has '{name}' with and without '{DataParallelPrefix}'; expected one of them");
            }

            var first = firstNames.TryAdd(stored.Identity, name) || stored.Elements == 0 ? null : firstNames[stored.Identity];
            tensors.Add(new CheckpointTensor(name, stored, first));
        }

        if (tensors.Count == 0)
        {
            throw new BadInputException("has no tensors in its state dictionary");
        }

        RequireNoExpansion(tensors);
        return new CheckpointContents(tensors, Scalars(top), top);
    }

    /// <summary>Many views of one storage would make a small file large in memory.</summary>
    private static void RequireNoExpansion(List<CheckpointTensor> tensors)
    {
        // In double: the sum of many lengths may not fit a long, and the bound is a coarse one.
        var bytes = tensors.Where(tensor => tensor.AliasOf is null).Sum(tensor => (double)tensor.Stored.ByteLength);
        var limit = CheckpointLimits.ExpansionFactor * (double)Math.Max(tensors[0].Stored.FileBytes, CheckpointLimits.ExpandedBytes);
        if (bytes > limit)
        {
            throw new BadInputException($"its tensors are views that unfold to {bytes:0} bytes; expected at most {CheckpointLimits.ExpansionFactor} times the file's length");
        }
    }

    private static ContentDictionary Find(ContentDictionary top)
    {
        foreach (var key in Keys)
        {
            switch (top[key])
            {
                case ContentDictionary found:
                    return found;
                case ContentObject inert:
                    throw new BadInputException($"holds a whole pickled {inert.ClassName} under '{key}'; expected its state dictionary");
            }
        }

        return top.Entries.Any(entry => entry.Value is StoredTensor)
            ? top
            : throw new BadInputException($"has no state dictionary: expected 'model', 'state_dict' or tensors, found [{string.Join(", ", top.Entries.Take(8).Select(entry => entry.Key as string ?? "?"))}]");
    }

    private static Dictionary<string, string> Scalars(ContentDictionary top)
    {
        var scalars = new Dictionary<string, string>();
        foreach (var (key, value) in top.Entries)
        {
            if (key is string name && value is string or bool or long or double)
            {
                scalars[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            }
        }

        return scalars;
    }
}
