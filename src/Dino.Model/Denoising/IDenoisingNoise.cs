using TorchSharp;

namespace Dino.Model.Denoising;

/// <summary>The random draws of contrastive denoising, called once each and in this order (reference: prepare_for_cdn in models/dino/dn_components.py).
/// n is the number of noised targets: 2 * groups * targets of the batch. The caller owns each result, which lives on the CPU.</summary>
public interface IDenoisingNoise
{
    /// <returns>[<paramref name="targets"/>] uniform in [0, 1): below half the label noise ratio, the label is replaced.</returns>
    torch.Tensor LabelFlip(long targets);

    /// <returns>[<paramref name="count"/>] int64, uniform in [0, <paramref name="numClasses"/>): replacements, in order, of the flipped labels.</returns>
    torch.Tensor NewLabels(long count, int numClasses);

    /// <returns>[<paramref name="targets"/>, 4] int64, 0 or 1: direction in which each corner coordinate moves.</returns>
    torch.Tensor Signs(long targets);

    /// <returns>[<paramref name="targets"/>, 4] uniform in [0, 1): how far each corner coordinate moves.</returns>
    torch.Tensor BoxNoise(long targets);
}
