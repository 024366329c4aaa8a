using Dino.Ops;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Inputs;

/// <summary>Sine encoding of each token's place in the un-padded image (DETR 2005.12872, appendix A.4; reference: PositionEmbeddingSineHW in
/// models/dino/position_encoding.py). Always computed in float32.</summary>
internal sealed class SinePositionEncoding(int hiddenDim, double temperatureY, double temperatureX)
{
    private const double Epsilon = 1e-6;
    private const double FullTurn = 2 * Math.PI;

    private readonly SineFeatures _y = new(hiddenDim / 2, temperatureY);
    private readonly SineFeatures _x = new(hiddenDim / 2, temperatureX);

    /// <returns>[batch or 1, tokens, hidden] float32, y features before x features; owned by the caller.</returns>
    public Tensor Encode(LevelGeometry geometry)
    {
        using var scope = NewDisposeScope();
        var device = geometry.Sizes.device;
        var levels = geometry.Levels.Select((level, index) => geometry.LevelMasks is { } masks
            ? Encode(masks[index].logical_not(), level)
            : EncodeUnpadded(level, device));
        return cat([.. levels], 1).MoveToOuterDisposeScope();
    }

    private Tensor Encode(Tensor valid, LevelShape level)
        => Combine(valid.cumsum(1, ScalarType.Float32), valid.cumsum(2, ScalarType.Float32), level);

    /// <summary>Without padding a row number does not depend on the column, nor a column number on the row.</summary>
    private Tensor EncodeUnpadded(LevelShape level, Device device)
        => Combine(
            arange(1, level.Height + 1, ScalarType.Float32, device).view(1, -1, 1),
            arange(1, level.Width + 1, ScalarType.Float32, device).view(1, 1, -1),
            level);

    private Tensor Combine(Tensor rows, Tensor columns, LevelShape level)
    {
        long[] shape = [rows.shape[0], level.Height, level.Width, -1];
        var y = _y.Of(rows / (rows.narrow(1, level.Height - 1, 1) + Epsilon) * FullTurn).expand(shape);
        var x = _x.Of(columns / (columns.narrow(2, level.Width - 1, 1) + Epsilon) * FullTurn).expand(shape);
        return cat([y, x], -1).flatten(1, 2);
    }
}

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
