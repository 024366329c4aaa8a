using System.Diagnostics.CodeAnalysis;
using Dino.Core;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Matching;

/// <summary>Refuses inputs that have no cost, before they become an index error or a silent NaN loss.</summary>
internal static class MatcherInputs
{
    /// <returns>[] bool: every value is finite and every label a class.</returns>
    public static Tensor AreGood(OutputSets sets, TargetBatch targets)
        => sets.Logits.isfinite().all() & sets.BoxesCxCyWh.isfinite().all() & targets.BoxesCxCyWh.isfinite().all() & IsClass(sets, targets).all();

    /// <summary>Call where <see cref="AreGood"/> is false.</summary>
    /// <exception cref="BadInputException">Always; the message names tensor, image and element.</exception>
    [DoesNotReturn]
    public static void ThrowFirst(OutputSets sets, TargetBatch targets)
    {
        using var scope = NewDisposeScope();
        RequireFinite("pred_logits", sets, sets.Logits);
        RequireFinite("pred_boxes", sets, sets.BoxesCxCyWh);
        if (FirstFalse(targets.BoxesCxCyWh.isfinite()) is { } box)
        {
            var value = HostTransfer.Read<double>(targets.BoxesCxCyWh[box[0], box[1]].to(float64))[0];
            throw new BadInputException($"target boxes: {Position(targets, box[0])}, coordinate {box[1]} is {value}; expected a finite number");
        }

        var label = FirstFalse(IsClass(sets, targets))!;
        throw new BadInputException($"target labels: {Position(targets, label[0])} is {HostTransfer.Read<long>(targets.Labels[label[0]])[0]}; "
            + $"expected 0 to {sets.Classes - 1} (num_classes is {sets.Classes})");
    }

    private static void RequireFinite(string name, OutputSets sets, Tensor values)
    {
        if (FirstFalse(values.isfinite()) is { } at)
        {
            var value = HostTransfer.Read<double>(values[at[0], at[1], at[2], at[3]].to(float64))[0];
            throw new BadInputException($"{name} of output set '{sets.Names[(int)at[0]]}': image {at[1]}, query {at[2]}, "
                + $"element {at[3]} is {value}; expected a finite number");
        }
    }

    private static Tensor IsClass(OutputSets sets, TargetBatch targets) => targets.Labels.ge(0) & targets.Labels.lt(sets.Classes);

    private static long[]? FirstFalse(Tensor good)
    {
        var index = Array.IndexOf(HostTransfer.Read<bool>(good), false);
        if (index < 0)
        {
            return null;
        }

        var at = new long[good.dim()];
        for (var (dimension, rest) = (at.Length - 1, (long)index); dimension >= 0; dimension--)
        {
            (rest, at[dimension]) = Math.DivRem(rest, good.shape[dimension]);
        }

        return at;
    }

    private static string Position(TargetBatch targets, long index)
    {
        var image = 0;
        for (; index >= targets.Counts[image]; image++)
        {
            index -= targets.Counts[image];
        }

        return $"image {image}, target {index}";
    }
}

/// <summary>Output sets of equal shape stacked into one computation. Its tensors belong to the caller's dispose scope.</summary>
/// <param name="Names">One a set, for messages: final, aux_0, ..., interm.</param>
/// <param name="Logits">[sets, batch, queries, classes].</param>
/// <param name="BoxesCxCyWh">[sets, batch, queries, 4].</param>
internal sealed record OutputSets(IReadOnlyList<string> Names, Tensor Logits, Tensor BoxesCxCyWh)
{
    public int Count => Names.Count;

    public int Batch => (int)Logits.shape[1];

    public int Queries => (int)Logits.shape[2];

    public int Classes => (int)Logits.shape[3];

    public static OutputSets Of(IReadOnlyList<(string Name, PredictionSet Set)> sets) => new(
        [.. sets.Select(set => set.Name)],
        stack(sets.Select(set => set.Set.Logits)),
        stack(sets.Select(set => set.Set.BoxesCxCyWh)));
}

/// <summary>The targets of all images of a batch behind each other. Its tensors belong to the caller's dispose scope.</summary>
/// <param name="Counts">Targets of each image.</param>
/// <param name="Labels">[targets] int64.</param>
/// <param name="BoxesCxCyWh">[targets, 4] in the predictions' dtype.</param>
/// <param name="Images">[targets] int64, the image each target belongs to.</param>
internal sealed record TargetBatch(int[] Counts, Tensor Labels, Tensor BoxesCxCyWh, Tensor Images)
{
    public int Total => Counts.Sum();

    public static TargetBatch Of(IReadOnlyList<DetectionTarget> targets, ScalarType dtype, Device device)
    {
        var counts = targets.Select(target => checked((int)target.Count)).ToArray();
        var images = counts.SelectMany((count, image) => Enumerable.Repeat((long)image, count)).ToArray();
        return new TargetBatch(
            counts,
            HostTransfer.Write(cat([.. targets.Select(target => target.Labels)]).to(int64), device),
            HostTransfer.Write(cat([.. targets.Select(target => target.BoxesCxCyWh)]).to(dtype), device),
            HostTransfer.Write(tensor(images, int64), device));
    }
}
