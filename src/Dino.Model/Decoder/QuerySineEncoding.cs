using Dino.Model.Inputs;
using static TorchSharp.torch;

namespace Dino.Model.Decoder;

/// <summary>Sine encoding of anchor boxes as positional queries (DAB-DETR 2201.12329, Sec. 4.2; reference: gen_sineembed_for_position in
/// models/dino/utils.py).</summary>
internal sealed class QuerySineEncoding(int hiddenDim)
{
    /// <summary>Not the image encoding's temperature.</summary>
    private const double Temperature = 10000;
    private const double FullTurn = 2 * Math.PI;

    private readonly SineFeatures _features = new(hiddenDim / 2, Temperature);

    /// <param name="boxes">[batch, queries, 4], (cx, cy, w, h).</param>
    /// <returns>[batch, queries, 2 * hidden], features of y, x, w, h in this order; owned by the caller.</returns>
    public Tensor Encode(Tensor boxes)
    {
        using var scope = NewDisposeScope();
        var features = _features.Of(boxes * FullTurn);
        return cat([features.narrow(2, 1, 1), features.narrow(2, 0, 1), features.narrow(2, 2, 2)], 2).flatten(2).MoveToOuterDisposeScope();
    }
}
