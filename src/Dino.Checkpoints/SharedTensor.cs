using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>A model that shares one tensor between names can only take a checkpoint in which those names are equal.</summary>
internal static class SharedTensor
{
    /// <exception cref="BadInputException">The two differ, as independent heads do; loading one would silently drop the other.</exception>
    public static void RequireEqual(Checkpoint checkpoint, CheckpointTensor first, CheckpointTensor second)
    {
        if (first.Stored.Identity == second.Stored.Identity)
        {
            return;
        }

        using var scope = NewDisposeScope();
        if (first.DType != second.DType || !first.ToTensor().bytes.SequenceEqual(second.ToTensor().bytes))
        {
            throw new BadInputException($"{checkpoint.FilePath}: '{first.Name}' and '{second.Name}' differ, but the model shares one tensor between them; "
                + "a file with independent heads needs dec_pred_class_embed_share and dec_pred_bbox_embed_share false");
        }
    }
}
