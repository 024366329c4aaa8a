using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Encoding;

/// <summary>Interleaved sines and cosines of a coordinate at geometric frequencies (Vaswani et al., 1706.03762, Sec. 3.5).</summary>
internal sealed class SineFeatures
{
    private readonly float[] _divisors;

    /// <param name="channels">Features a coordinate, even.</param>
    public SineFeatures(int channels, double temperature)
    {
        using var scope = NewDisposeScope();
        // Features 2k and 2k + 1 share a divisor. In float32 and by torch's pow, as the reference does whatever the model's type.
        var exponents = arange(0, channels, 2, ScalarType.Float32) / channels;
        _divisors = HostTransfer.Values<float>(pow((float)temperature, exponents));
    }

    /// <param name="coordinates">[...], in radians at divisor 1.</param>
    /// <returns>[..., channels]: sin(e / t_0), cos(e / t_0), sin(e / t_1), ...; owned by the caller.</returns>
    public Tensor Of(Tensor coordinates)
    {
        using var scope = NewDisposeScope();
        var angles = coordinates.unsqueeze(-1) / HostTransfer.Write(tensor(_divisors), coordinates.device);
        return stack([angles.sin(), angles.cos()], -1).flatten(-2).MoveToOuterDisposeScope();
    }
}
