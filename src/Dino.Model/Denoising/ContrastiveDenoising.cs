using Dino.Core;
using Dino.Model.Boxes;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Model.Matching;
using Dino.Torch.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Denoising;

/// <summary>Contrastive denoising queries: every target, shifted a little (to be reconstructed) and shifted more (to be rejected), in groups that do not
/// see each other (DINO 2203.03605, Sec. 3.3; reference: prepare_for_cdn in models/dino/dn_components.py).</summary>
public static class ContrastiveDenoising
{
    /// <param name="labelEmbedding">[rows, hiddenDim], rows above the largest label; its dtype and device are those of the result.</param>
    /// <param name="targets">One an image.</param>
    /// <param name="noise">Called in the order of its members, so that recorded draws can be replayed. Not called when there is no target.</param>
    /// <param name="matching">Number of matching queries; null for num_queries.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="BadInputException">A label has no row in the embedding; the message gives both numbers.</exception>
    public static DenoisingQueries Build(
        DinoConfig config,
        Tensor labelEmbedding,
        IReadOnlyList<DetectionTarget> targets,
        IDenoisingNoise noise,
        int? matching = null)
    {
        using var scope = NewDisposeScope();
        var (dtype, device) = (labelEmbedding.dtype, labelEmbedding.device);
        var batch = TargetBatch.Of(targets, dtype, device);
        var groups = DenoisingGroups.For(config.DnNumber, batch.Counts.Max());
        var mask = DenoisingMask.Build(groups, matching ?? config.NumQueries, device);
        var content = zeros([targets.Count * groups.PadSize, labelEmbedding.shape[1]], dtype, device);
        var boxes = zeros([targets.Count * groups.PadSize, 4], dtype, device);
        if (batch.Total > 0)
        {
            RequireRows(targets, labelEmbedding.shape[0]);
            var slots = HostTransfer.Write(Slots(batch, groups), device);
            var labels = NoisyLabels(config, batch.Labels.repeat(2 * groups.Groups), noise);
            content = content.index_copy(0, slots, labelEmbedding.index_select(0, labels));
            boxes = boxes.index_copy(0, slots, InverseSigmoid.Apply(NoisyBoxes(config, batch, groups, noise)));
        }

        return new DenoisingQueries(
            content.view(targets.Count, groups.PadSize, labelEmbedding.shape[1]).MoveToOuterDisposeScope(),
            boxes.view(targets.Count, groups.PadSize, 4).MoveToOuterDisposeScope(),
            mask.MoveToOuterDisposeScope(),
            groups.Groups,
            groups.PadSize);
    }

    /// <summary>An index error on a GPU could not be caught later.</summary>
    private static void RequireRows(IReadOnlyList<DetectionTarget> targets, long rows)
    {
        var labels = targets.SelectMany(target => target.HostLabels()).ToList();
        var (low, high) = (labels.Min(), labels.Max());
        if (low < 0 || high >= rows)
        {
            throw new BadInputException($"target labels reach from {low} to {high}; expected 0 to {rows - 1} (dn_labelbook_size is {rows - 1})");
        }
    }

    /// <summary>[copies * targets] flat index into [batch, PadSize]: target t of its image in copy c goes to slot c * n + t. Copies alternate between
    /// positive and negative.</summary>
    private static Tensor Slots(TargetBatch batch, DenoisingGroups groups)
    {
        var slots = new long[2 * groups.Groups * batch.Total];
        var next = 0;
        for (var copy = 0; copy < 2 * groups.Groups; copy++)
        {
            for (var image = 0; image < batch.Counts.Length; image++)
            {
                for (var target = 0; target < batch.Counts[image]; target++)
                {
                    slots[next++] = (image * groups.PadSize) + (copy * groups.SlotsPerHalf) + target;
                }
            }
        }

        return tensor(slots);
    }

    /// <summary>Replaces labels with probability dn_label_noise_ratio / 2, negatives' too; the new label may be the old one.</summary>
    private static Tensor NoisyLabels(DinoConfig config, Tensor labels, IDenoisingNoise noise)
    {
        if (config.DnLabelNoiseRatio <= 0)
        {
            return labels;
        }

        var flip = noise.LabelFlip(labels.shape[0]);
        // The draws lie on the host.
#pragma warning disable RS0030
        var flipped = nonzero(flip < config.DnLabelNoiseRatio * 0.5).flatten();
#pragma warning restore RS0030
        var replacements = noise.NewLabels(flipped.shape[0], config.NumClasses);
        return labels.index_copy(0, HostTransfer.Write(flipped, labels.device), HostTransfer.Write(replacements, labels.device));
    }

    /// <summary>Moves every corner coordinate by up to half the box's side; those of negatives by half to a whole side. A side may turn negative.</summary>
    /// <returns>[copies * targets, 4] (cx, cy, w, h).</returns>
    private static Tensor NoisyBoxes(DinoConfig config, TargetBatch batch, DenoisingGroups groups, IDenoisingNoise noise)
    {
        var copies = 2 * groups.Groups;
        var boxes = batch.BoxesCxCyWh.repeat(copies, 1);
        if (config.DnBoxNoiseScale <= 0)
        {
            return boxes;
        }

        var signs = (HostTransfer.Write(noise.Signs(boxes.shape[0]).to(boxes.dtype), boxes.device) * 2) - 1;
        var amounts = HostTransfer.Write(noise.BoxNoise(boxes.shape[0]).to(boxes.dtype), boxes.device);
        var isNegative = arange(copies, boxes.dtype, boxes.device).remainder(2).repeat_interleave(batch.Total).unsqueeze(1);
        var half = boxes.narrow(1, 2, 2) / 2;
        var shift = signs * (amounts + isNegative) * cat([half, half], 1) * config.DnBoxNoiseScale;
        return BoxConversion.XyXyToCxCyWh((BoxConversion.CxCyWhToXyXy(boxes) + shift).clamp(0, 1));
    }
}

/// <summary>What the decoder gets for denoising, in front of the matching queries. Owns its tensors.</summary>
/// <param name="Content">[batch, PadSize, hiddenDim] embedded noisy labels; 0 in unused slots. Differentiable in the label embedding.</param>
/// <param name="BoxLogits">[batch, PadSize, 4] noisy (cx, cy, w, h) before the sigmoid; 0 in unused slots.</param>
/// <param name="AttentionMask">[PadSize + queries, PadSize + queries] bool, true = blocked; rows attend to columns.</param>
/// <param name="Groups">Groups, each of a positive and a negative half of PadSize / (2 * Groups) slots.</param>
/// <param name="PadSize">Denoising queries; 0 when no image has a target.</param>
public sealed record DenoisingQueries(torch.Tensor Content, torch.Tensor BoxLogits, torch.Tensor AttentionMask, int Groups, int PadSize) : IDisposable
{
    public void Dispose()
    {
        Content.Dispose();
        BoxLogits.Dispose();
        AttentionMask.Dispose();
    }
}
