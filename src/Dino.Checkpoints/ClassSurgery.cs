using System.Text.RegularExpressions;
using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>Copies the rows of matching classes into heads and label embedding of another number of classes.</summary>
internal static partial class ClassSurgery
{
    /// <summary>Logit bias of an absent class: a probability of 2e-9, below whatever a real class gets, and still an ordinary number in every float type.</summary>
    public const double AbsentBias = -20;

    public static bool AppliesTo(string name) => IsHead(name) || IsLabelEmbedding(name);

    /// <summary>Throws when <paramref name="source"/> cannot give <paramref name="target"/> the rows that <paramref name="map"/> asks for.</summary>
    public static void Require(Checkpoint checkpoint, CheckpointTensor source, Tensor target, ClassMap map)
    {
        var (from, to) = (source.Shape, target.shape);
        if (from.Length == 0 || !from.AsSpan(1).SequenceEqual(to.AsSpan(1)))
        {
            throw new BadInputException($"{checkpoint.FilePath}: tensor '{source.Name}' has shape [{string.Join(", ", from)}]; the model expects [{string.Join(", ", to)}], and only the number of classes may differ");
        }

        foreach (var (label, sourceLabel) in map.SourceOf)
        {
            if (sourceLabel >= from[0] || label >= to[0])
            {
                throw new BadInputException($"{checkpoint.FilePath}: class {sourceLabel} cannot become class {label}: tensor '{source.Name}' has {from[0]} rows, the model's {to[0]}");
            }
        }
    }

    /// <summary>Writes the mapped rows; the rest of <paramref name="target"/> keeps its values, but for absent classes of a head.</summary>
    public static void Apply(CheckpointTensor source, Tensor target, ClassMap map)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var values = source.ToTensor();
        foreach (var (label, sourceLabel) in map.SourceOf)
        {
            target[label].copy_(values[sourceLabel]);
        }

        if (IsLabelEmbedding(source.Name))
        {
            return;
        }

        foreach (var label in map.Absent.Where(label => label < target.shape[0]))
        {
            target[label].fill_(target.dim() == 1 ? AbsentBias : 0);
        }
    }

    public static bool IsLabelEmbedding(string name) => name == "label_enc.weight";

    private static bool IsHead(string name) => Head().IsMatch(name);

    [GeneratedRegex(@"(^|\.)(enc_out_)?class_embed\.([0-9]+\.)?(weight|bias)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Head();
}
