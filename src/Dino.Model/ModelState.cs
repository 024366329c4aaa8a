using Dino.Model.Configuration;
using static TorchSharp.torch;

namespace Dino.Model;

/// <summary>A model's parameters and buffers under the names that checkpoints use.</summary>
internal static class ModelState
{
    private const string Decoder = "transformer.decoder.";
    private static readonly string[] Heads = ["bbox_embed", "class_embed"];

    /// <summary>Each tensor once, a module's parameters before its buffers before its children, as PyTorch orders them.</summary>
    public static List<KeyValuePair<string, Tensor>> Own(nn.Module module)
    {
        var entries = new List<KeyValuePair<string, Tensor>>();
        Collect(module, "", entries);
        return entries;
    }

    /// <summary>Adds the other names of the heads: each layer's, where one serves all, and those at the model's top.</summary>
    public static List<KeyValuePair<string, Tensor>> WithAliases(DinoDetector model)
    {
        var own = Own(model);
        var before = own.TakeWhile(entry => HeadOf(entry.Key) is null).ToList();
        var after = own.Skip(before.Count).Where(entry => HeadOf(entry.Key) is null);
        var heads = Heads.SelectMany(head => PerLayer(model.Config, head, [.. own.Where(entry => HeadOf(entry.Key) == head)])).ToList();
        return [.. before, .. heads, .. after, .. heads.Select(entry => KeyValuePair.Create(entry.Key[Decoder.Length..], entry.Value))];
    }

    private static void Collect(nn.Module module, string prefix, List<KeyValuePair<string, Tensor>> entries)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: false))
        {
            entries.Add(KeyValuePair.Create<string, Tensor>(prefix + name, parameter));
        }

        foreach (var (name, buffer) in module.named_buffers(recurse: false))
        {
            entries.Add(KeyValuePair.Create(prefix + name, buffer));
        }

        foreach (var (name, child) in module.named_children())
        {
            Collect(child, $"{prefix}{name}.", entries);
        }
    }

    private static string? HeadOf(string name)
        => Array.Find(Heads, head => name.StartsWith($"{Decoder}{head}.", StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, Tensor>> PerLayer(
        DinoConfig config, string head, IReadOnlyList<KeyValuePair<string, Tensor>> entries)
    {
        var first = $"{Decoder}{head}.0.";
        var isShared = entries.All(entry => entry.Key.StartsWith(first, StringComparison.Ordinal));
        return isShared
            ? Enumerable.Range(0, config.DecLayers).SelectMany(layer => entries.Select(
                entry => KeyValuePair.Create($"{Decoder}{head}.{layer}.{entry.Key[first.Length..]}", entry.Value)))
            : entries;
    }
}
