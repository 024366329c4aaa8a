using static TorchSharp.torch;

namespace Dino.Model.Denoising;

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
