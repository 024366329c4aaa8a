using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Families;

/// <summary>Translates checkpoints between families: names, shared and separate heads, missing biases, class numbering. What one side cannot represent is refused with the reason.</summary>
public static class FamilyConverter
{
    /// <param name="classes">91 or 80 to renumber COCO classes (<see cref="CocoNumbering"/>); null keeps the file's.</param>
    /// <exception cref="BadInputException">An unknown family, or a tensor without official counterpart.</exception>
    public static ConvertedWeights ToOfficial(Checkpoint checkpoint, int? classes = null)
    {
        using var scope = NewDisposeScope();
        var weights = OfficialWeights.Read(checkpoint);
        if (weights.Family == CheckpointFamily.Torchvision)
        {
            return Detached(weights.Tensors, weights.Settings(checkpoint), weights.Notes);
        }

        ClassRenumbering.Apply(weights, classes);
        HeadSharing.ShareEqualHeads(weights);
        var settings = weights.Settings(checkpoint);
        HeadSharing.AddDecoderAliases(weights.Tensors, weights.Depth.DecoderLayers);
        return Detached(weights.Tensors, settings, weights.Notes);
    }

    /// <summary>From the official family (or any other, by way of it) to <paramref name="family"/>.</summary>
    /// <param name="classes">As in <see cref="ToOfficial"/>.</param>
    /// <exception cref="BadInputException">As <see cref="ToOfficial"/>; or the target has no place for something that matters.</exception>
    public static ConvertedWeights FromOfficial(Checkpoint checkpoint, CheckpointFamily family, int? classes = null)
    {
        if (family is not (CheckpointFamily.Detrex or CheckpointFamily.MmDetection))
        {
            throw new BadInputException($"{checkpoint.FilePath}: cannot be converted to {family}; expected detrex or mmdetection");
        }

        using var scope = NewDisposeScope();
        var weights = OfficialWeights.Read(checkpoint);
        if (weights.Family == CheckpointFamily.Torchvision)
        {
            throw new BadInputException($"{checkpoint.FilePath}: is a backbone without a detector; {family} has no use for its names");
        }

        ClassRenumbering.Apply(weights, classes);
        weights.DropRowBehindLastLabel();
        if (family == CheckpointFamily.MmDetection)
        {
            weights.DropZeroNeckBiases(checkpoint);
        }

        var settings = weights.Settings(checkpoint);
        var map = NameMap.For(family, weights.Depth);
        var renamed = new OrderedDictionary<string, Tensor>();
        foreach (var (name, tensor) in weights.Tensors)
        {
            renamed.Add(map.FromOfficial(name) ?? throw new BadInputException($"{checkpoint.FilePath}: '{name}' has no counterpart in {family}"), tensor);
        }

        if (family == CheckpointFamily.Detrex)
        {
            // detrex counts the first stage's heads with those of the decoder.
            HeadSharing.AddDecoderAliases(renamed, weights.Depth.DecoderLayers + 1);
        }

        return Detached(renamed, settings, weights.Notes);
    }

    private static ConvertedWeights Detached(OrderedDictionary<string, Tensor> tensors, ModelSettings settings, IReadOnlyList<string> notes)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.DetachFromDisposeScope();
        }

        return new ConvertedWeights([.. tensors], settings, notes);
    }
}
