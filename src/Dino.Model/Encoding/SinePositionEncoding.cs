using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Encoding;

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
