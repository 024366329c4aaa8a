using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Families;

/// <summary>Heads of the decoder layers: one for all in the released models of the reference, one each elsewhere, and each with a second name under the decoder.</summary>
internal static partial class HeadSharing
{
    private const string DecoderPrefix = "transformer.decoder.";

    private static readonly string[] Heads = ["class_embed", "bbox_embed"];

    /// <summary>The first name of a head's tensor when <paramref name="name"/> is its second, under the decoder; null otherwise.</summary>
    public static string? OtherName(string name) => SecondName().IsMatch(name) ? name[DecoderPrefix.Length..] : null;

    /// <summary>Makes heads one tensor object where every layer has the same values.</summary>
    public static void ShareEqualHeads(OfficialWeights weights)
    {
        foreach (var head in Heads)
        {
            if (!IsShared(weights.Tensors, head, weights.Depth.DecoderLayers))
            {
                weights.Note($"{head}: one head a decoder layer (dec_pred_{head}_share false)");
                continue;
            }

            foreach (var (layer, part) in LaterParts(weights.Tensors, head, weights.Depth.DecoderLayers))
            {
                weights.Tensors[$"{head}.{layer}.{part}"] = weights.Tensors[$"{head}.0.{part}"];
            }
        }
    }

    public static bool IsShared(OrderedDictionary<string, Tensor> tensors, string head, int layers)
        => LaterParts(tensors, head, layers).All(later => SameValues(tensors, $"{head}.0.{later.Part}", $"{head}.{later.Layer}.{later.Part}"));

    /// <summary>Adds the second names of the first <paramref name="count"/> heads.</summary>
    public static void AddDecoderAliases(OrderedDictionary<string, Tensor> tensors, int count)
    {
        foreach (var head in Heads)
        {
            foreach (var (layer, part) in Enumerable.Range(0, count).SelectMany(layer => Parts(tensors, head, layer).Select(part => (layer, part))))
            {
                tensors.Add($"{DecoderPrefix}{head}.{layer}.{part}", tensors[$"{head}.{layer}.{part}"]);
            }
        }
    }

    /// <summary>What the first head consists of, for each layer after the first.</summary>
    private static IEnumerable<(int Layer, string Part)> LaterParts(OrderedDictionary<string, Tensor> tensors, string head, int layers)
    {
        var parts = Parts(tensors, head, 0);
        return Enumerable.Range(0, layers).Skip(1).SelectMany(layer => parts.Select(part => (layer, part)));
    }

    private static List<string> Parts(OrderedDictionary<string, Tensor> tensors, string head, int layer)
    {
        var prefix = $"{head}.{layer}.";
        return [.. tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];
    }

    private static bool SameValues(OrderedDictionary<string, Tensor> tensors, string first, string second)
        => tensors.TryGetValue(second, out var other)
            && (ReferenceEquals(tensors[first], other) || (tensors[first].dtype == other.dtype && tensors[first].bytes.SequenceEqual(other.bytes)));

    [GeneratedRegex(@"^transformer\.decoder\.(class|bbox)_embed\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SecondName();
}
