using TorchSharp;
using static TorchSharp.torch;

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

/// <summary>Draws from a generator of its own: neither reads nor advances torch's global random state. Not thread-safe.</summary>
public sealed class SeededDenoisingNoise : IDenoisingNoise, IDisposable
{
    private readonly Generator _generator;

    /// <param name="seed">The same seed gives the same draws; a training loop derives one from run seed and step, so that a resumed run repeats them.</param>
    public SeededDenoisingNoise(long seed) => _generator = new Generator((ulong)seed, CPU);

    public Tensor LabelFlip(long targets) => rand(targets, float32, CPU, generator: _generator);

    public Tensor NewLabels(long count, int numClasses) => randint(numClasses, [count], int64, CPU, generator: _generator);

    public Tensor Signs(long targets) => randint(2, [targets, 4], int64, CPU, generator: _generator);

    public Tensor BoxNoise(long targets) => rand(targets, 4, float32, CPU, generator: _generator);

    public void Dispose() => _generator.Dispose();
}
