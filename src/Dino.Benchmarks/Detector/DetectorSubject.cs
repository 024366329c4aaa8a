using Dino.Core;
using Dino.Model;
using Dino.Model.Decoder;
using Dino.Model.Inputs;
using Dino.Ops;
using Dino.Pipeline.Profiles;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Detector;

/// <summary>A profile's detector with random weights, and one random image of the largest evaluation size. Every prediction can
/// use another op. Not thread-safe.</summary>
internal sealed class DetectorSubject : IDisposable
{
    private readonly ExchangeableOp _op = new();
    private readonly DinoDetector _detector;
    private readonly ImageBatch _images;

    public DetectorSubject(string profileName)
    {
        var profile = ProfileCatalogue.Load(profileName);
        var (height, width) = (profile.Recipe.EvaluationSize.ShortSide, profile.Recipe.EvaluationSize.MaxSize);
        _detector = new DinoDetector(profile.Model, _op, seed: 7);
        _detector.eval();
        var stream = new SplitMix64(seed: 7, "pixels");
        using var pixels = tensor([.. Enumerable.Range(0, 3 * height * width).Select(_ => (float)stream.NextDouble(-2, 2))]);
        _images = new ImageBatch(pixels.reshape(1, 3, height, width).alias(), zeros(1, height, width, ScalarType.Bool));
        Description = $"{profile.Name}, one image of {height}x{width}, float32";
    }

    public string Description { get; }

    /// <summary>Runs a whole prediction.</summary>
    /// <param name="tokens">The tokens that become queries; null lets the model select them.</param>
    /// <returns>The prediction, owned by the caller.</returns>
    public DinoOutput Predict(IMsDeformAttnOp op, Tensor? tokens = null)
    {
        using var withoutGraph = no_grad();
        using var encoded = Encode(op);
        return _detector.Decode(encoded, tokens: tokens);
    }

    /// <returns>The tokens that the model selects, owned by the caller.</returns>
    public Tensor SelectTokens(IMsDeformAttnOp op)
    {
        using var withoutGraph = no_grad();
        using var encoded = Encode(op);
        return _detector.SelectTokens(encoded);
    }

    public void Dispose()
    {
        _detector.Dispose();
        _images.Dispose();
    }

    private EncodedImages Encode(IMsDeformAttnOp op)
    {
        _op.Current = op;
        return _detector.Encode(_images);
    }

    private sealed class ExchangeableOp : IMsDeformAttnOp
    {
        public IMsDeformAttnOp Current { get; set; } = new ReferenceMsDeformAttnOp();

        public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
            => Current.Apply(value, levels, locations, weights);
    }
}
