using System.Text.Json;
using Dino.TestUtilities;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests.Families;

/// <summary>A state dictionary with all names of the reference's model, shared heads and class rows, but narrow tensors.</summary>
internal static class OfficialSample
{
    private const int Classes = 91;
    private const int Shrink = 32;
    private static readonly int[] KeptSizes = [Classes, Classes + 1];

    /// <param name="name">eval_4scale or eval_5scale.</param>
    /// <param name="sharedHeads">False gives every decoder layer its own, as a model with dec_pred_*_embed_share false has.</param>
    public static List<KeyValuePair<string, Tensor>> Make(string name = "eval_4scale", bool sharedHeads = true)
    {
        var json = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", $"{name}.state_dict.json"));
        var made = new Dictionary<string, Tensor>();
        return [.. JsonSerializer.Deserialize<Dictionary<string, long[]>>(json)!.Select(entry =>
        {
            var key = Canonical(entry.Key, sharedHeads);
            if (!made.TryGetValue(key, out var tensor))
            {
                // Nothing is zero, so that a value that got lost shows.
                tensor = rand(Array.ConvertAll(entry.Value, Narrow), generator: new Generator((ulong)made.Count + 1)) + 1;
                made.Add(key, tensor);
            }

            return KeyValuePair.Create(entry.Key, tensor);
        })];
    }

    public static Checkpoint Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>());
        return Checkpoint.Open(path);
    }

    private static long Narrow(long size) => size < Shrink || KeptSizes.Contains((int)size) ? size : size / Shrink;

    private static string Canonical(string name, bool sharedHeads)
    {
        var parts = name.Replace("transformer.decoder.class_embed", "class_embed", StringComparison.Ordinal)
            .Replace("transformer.decoder.bbox_embed", "bbox_embed", StringComparison.Ordinal).Split('.');
        return parts[0] is "class_embed" or "bbox_embed" && sharedHeads ? string.Join('.', [parts[0], .. parts[2..]]) : string.Join('.', parts);
    }
}
