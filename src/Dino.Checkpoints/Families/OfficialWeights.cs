using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Families;

/// <summary>The tensors of any family's checkpoint under their official names, without the decoder's second names of the heads. Tensors belong to the current dispose scope.</summary>
internal sealed class OfficialWeights
{
    private const string LabelEmbedding = "label_enc.weight";

    private readonly List<string> _notes = [];

    private OfficialWeights(CheckpointFamily family, ArchitectureDepth depth) => (Family, Depth) = (family, depth);

    public CheckpointFamily Family { get; }

    public ArchitectureDepth Depth { get; }

    public OrderedDictionary<string, Tensor> Tensors { get; } = [];

    public IReadOnlyList<string> Notes => _notes;

    public int Classes => Tensors.TryGetValue("transformer.enc_out_class_embed.bias", out var bias) ? (int)bias.shape[0] : 0;

    public static OfficialWeights Read(Checkpoint checkpoint)
    {
        var family = FamilyRecognition.Recognise(checkpoint);
        var depth = ArchitectureDepth.Of(checkpoint, family);
        var weights = new OfficialWeights(family, depth);
        try
        {
            weights.Rename(checkpoint, NameMap.For(family, depth));
        }
        catch (BadInputException problem) when (!problem.Message.StartsWith(checkpoint.FilePath, StringComparison.Ordinal))
        {
            throw new BadInputException($"{checkpoint.FilePath}: {problem.Message}", problem);
        }

        if (family == CheckpointFamily.MmDetection)
        {
            weights.AddNeckBiases();
        }

        if (family is CheckpointFamily.Detrex or CheckpointFamily.MmDetection)
        {
            weights.AddRowBehindLastLabel();
        }

        return weights;
    }

    public void Note(string note) => _notes.Add(note);

    public ModelSettings Settings(Checkpoint checkpoint)
    {
        var settings = ModelSettings.Of(checkpoint) ?? FamilyDefaults.Settings(Family, Path.GetFileName(checkpoint.FilePath));
        return settings with
        {
            NumClasses = Classes,
            DnLabelbookSize = Tensors.TryGetValue(LabelEmbedding, out var labels) ? (int)labels.shape[0] - 1 : 0,
            DecPredClassEmbedShare = HeadSharing.IsShared(Tensors, "class_embed", Depth.DecoderLayers),
            DecPredBboxEmbedShare = HeadSharing.IsShared(Tensors, "bbox_embed", Depth.DecoderLayers),
        };
    }

    /// <summary>Only the reference has a row behind the last label (nn.Embedding(dn_labelbook_size + 1)); nothing reads it.</summary>
    public void DropRowBehindLastLabel()
    {
        if (Tensors.TryGetValue(LabelEmbedding, out var labels) && labels.shape[0] > Classes)
        {
            Tensors[LabelEmbedding] = labels.narrow(0, 0, Classes).contiguous();
            Note($"label_enc: left out {labels.shape[0] - Classes} row behind the last label, which nothing reads");
        }
    }

    /// <summary>mmdetection's projections have no bias.</summary>
    /// <exception cref="BadInputException">A bias is not zero: the group norm that follows does not cancel it.</exception>
    public void DropZeroNeckBiases(Checkpoint checkpoint)
    {
        foreach (var name in Tensors.Keys.Where(name => name.StartsWith("input_proj.", StringComparison.Ordinal) && name.EndsWith(".0.bias", StringComparison.Ordinal)).ToList())
        {
            if (Tensors[name].count_nonzero().item<long>() != 0)
            {
                throw new BadInputException($"{checkpoint.FilePath}: '{name}' is not zero; mmdetection's neck has no bias, and its group norm does not cancel one");
            }

            Tensors.Remove(name);
        }

        Note("input_proj: left out biases that are zero");
    }

    private void Rename(Checkpoint checkpoint, NameMap map)
    {
        var read = new Dictionary<object, Tensor>();
        var (leftOut, unknown) = (new List<string>(), new List<string>());
        foreach (var tensor in checkpoint.Tensors)
        {
            if (IsWithoutMeaning(tensor.Name))
            {
                leftOut.Add(tensor.Name);
            }
            else if (HeadSharing.OtherName(tensor.Name) is { } other)
            {
                SharedTensor.RequireEqual(checkpoint, checkpoint.Find(other) ?? throw new BadInputException($"has '{tensor.Name}', but not '{other}'"), tensor);
            }
            else if (map.ToOfficial(tensor.Name) is { } name)
            {
                if (!read.TryGetValue(tensor.Stored.Identity, out var value))
                {
                    value = tensor.ToTensor();
                    read.Add(tensor.Stored.Identity, value);
                }

                Tensors.Add(name, value);
            }
            else
            {
                unknown.Add(tensor.Name);
            }
        }

        if (unknown.Count > 0)
        {
            throw new BadInputException($"is of the {Family} family, but {unknown.Count} of its tensors have no official counterpart, '{unknown[0]}' the first");
        }

        if (leftOut.Count > 0)
        {
            Note($"left out {leftOut.Count} tensors that the detector does not read, '{leftOut[0]}' the first");
        }
    }

    /// <summary>Counters of batch norm, which say nothing once its statistics are frozen, torchvision's classifier, and the moments and the moving average in a training checkpoint of this project.</summary>
    private bool IsWithoutMeaning(string name)
        => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)
            || (Family == CheckpointFamily.Torchvision && name.StartsWith("fc.", StringComparison.Ordinal))
            || (Family == CheckpointFamily.Official && (name.StartsWith("optimizer.", StringComparison.Ordinal) || name.StartsWith("ema_model.", StringComparison.Ordinal)));

    private void AddNeckBiases()
    {
        foreach (var name in Tensors.Keys.Where(name => name.StartsWith("input_proj.", StringComparison.Ordinal) && name.EndsWith(".0.weight", StringComparison.Ordinal)).ToList())
        {
            Tensors.Add(name.Replace(".0.weight", ".0.bias", StringComparison.Ordinal), zeros(Tensors[name].shape[0], dtype: Tensors[name].dtype));
        }

        Note("input_proj: added biases of zero, which mmdetection does not have");
    }

    private void AddRowBehindLastLabel()
    {
        if (Tensors.TryGetValue(LabelEmbedding, out var labels))
        {
            Tensors[LabelEmbedding] = cat([labels, zeros([1, labels.shape[1]], dtype: labels.dtype)]);
            Note("label_enc: added a row of zeros behind the last label, which nothing reads");
        }
    }
}
