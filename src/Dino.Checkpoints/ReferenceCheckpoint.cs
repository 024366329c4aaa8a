using Dino.Checkpoints.Content;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>A training checkpoint in the structure of the reference's main.py: model, optimizer, lr_scheduler, epoch, args.</summary>
public sealed record ReferenceCheckpoint
{
    /// <summary>The state dictionary, aliases included; tensors stay the caller's.</summary>
    public required IReadOnlyList<KeyValuePair<string, Tensor>> Model { get; init; }

    /// <summary>Null to leave the optimizer out (a file for inference).</summary>
    public AdamWState? Optimizer { get; init; }

    /// <summary>Null to leave the schedule out.</summary>
    public StepLrState? LrScheduler { get; init; }

    /// <summary>The last finished epoch, counted from 0.</summary>
    public int? Epoch { get; init; }

    /// <summary>Plain values by name: null, bool, numbers, text, lists and dictionaries of these.</summary>
    public ContentDictionary? Args { get; init; }

    internal ContentDictionary ToContent()
    {
        var model = new ContentDictionary();
        foreach (var (name, tensor) in Model)
        {
            model.Set(name, tensor);
        }

        var root = new ContentDictionary().Set("model", model);
        foreach (var (key, value) in (ReadOnlySpan<(string, object?)>)[("optimizer", Optimizer?.ToContent()), ("lr_scheduler", LrScheduler?.ToContent()), ("epoch", Epoch), ("args", Args)])
        {
            _ = value is null ? root : root.Set(key, value);
        }

        return root;
    }
}
