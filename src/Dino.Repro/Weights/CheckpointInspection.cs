using Dino.Checkpoints;
using Dino.Checkpoints.Families;
using Dino.Core;

namespace Dino.Repro.Weights;

/// <summary>What a weights file is.</summary>
/// <param name="Elements">Numbers in all tensors, aliases once.</param>
/// <param name="Contents">Top-level keys of a .pth.</param>
/// <param name="Settings">What the tensors do not say; null where the family is unknown or the file does not translate.</param>
/// <param name="Notes">What translating it to official names leaves out, adds or cannot do.</param>
public sealed record CheckpointInspection(
    string Path,
    long Bytes,
    string Format,
    string Family,
    long Elements,
    IReadOnlyList<string> Contents,
    IReadOnlyDictionary<string, string> Metadata,
    ModelSettings? Settings,
    IReadOnlyList<string> Notes,
    IReadOnlyList<InspectedTensor> Tensors)
{
    /// <exception cref="BadInputException">Not a checkpoint, or a damaged one.</exception>
    public static CheckpointInspection Of(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        var family = FamilyRecognition.Recognise(checkpoint);
        var (settings, notes) = Translate(checkpoint, family);
        return new CheckpointInspection(
            path,
            new FileInfo(path).Length,
            checkpoint.Format.ToString(),
            family.ToString(),
            checkpoint.Tensors.Where(tensor => tensor.AliasOf is null).Sum(tensor => tensor.Stored.Elements),
            [.. checkpoint.Root?.Entries.Where(entry => entry.Value is not StoredTensor).Select(entry => entry.Key).OfType<string>() ?? []],
            checkpoint.Metadata,
            settings,
            notes,
            [.. checkpoint.Tensors.Select(tensor => new InspectedTensor(tensor.Name, tensor.DType.ToString(), tensor.Shape, tensor.AliasOf))]);
    }

    private static (ModelSettings? Settings, IReadOnlyList<string> Notes) Translate(Checkpoint checkpoint, CheckpointFamily family)
    {
        if (family == CheckpointFamily.Unknown)
        {
            return (null, []);
        }

        try
        {
            using var converted = FamilyConverter.ToOfficial(checkpoint);
            return (converted.Settings, [.. converted.Notes, .. converted.Settings.NotRepresentable()]);
        }
        catch (BadInputException problem)
        {
            return (null, [problem.Message]);
        }
    }
}

/// <summary>A tensor of an inspected file.</summary>
/// <param name="AliasOf">The earlier name of the same numbers; null for the first.</param>
public sealed record InspectedTensor(string Name, string DType, IReadOnlyList<long> Shape, string? AliasOf);
