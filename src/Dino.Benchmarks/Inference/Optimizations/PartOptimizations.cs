using Dino.Model.Inputs;
using Dino.Ops;
using Dino.Torch.Dense;
using Dino.Torch.Memory;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference.Optimizations;

/// <summary>Optimizations of one part of the model, with the sizes that the part has for one 800x1216 image.</summary>
internal sealed class PartOptimizations : IDisposable
{
    private const int Tokens = 20197;
    private const int Hidden = 256;
    private const int Inner = 2048;
    private const int Queries = 900;
    private const int DecoderLayers = 6;
    private const int Rows = 1024;

    private static readonly LevelShape[] s_levels = [new(100, 152), new(50, 76), new(25, 38), new(13, 19)];

    private readonly TensorPool _pool = TensorPool.Begin();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Linear _inner = nn.Linear(Hidden, Inner);
    private readonly Linear _outer = nn.Linear(Inner, Hidden);
    private readonly LayerNorm _norm = nn.LayerNorm(Hidden);
    private readonly Linear[] _values = [.. Enumerable.Range(0, DecoderLayers).Select(_ => nn.Linear(Hidden, Hidden))];
    private readonly Linear[] _boxHead = [nn.Linear(Hidden, Hidden), nn.Linear(Hidden, Hidden), nn.Linear(Hidden, 4)];
    private readonly Tensor _tokens = randn(1, Tokens, Hidden);
    private readonly Tensor _delta = randn(1, Tokens, Hidden);
    private readonly Tensor _positions = randn(1, Tokens, Hidden);
    private readonly Tensor _map = randn(1, 64, 200, 304);
    private readonly Tensor _mapChannelsLast = randn(1, 200, 304, 64).permute(0, 3, 1, 2);
    private readonly Tensor _weight = randn(64, 64, 3, 3);
    private readonly Tensor _shift = randn(64);
    private readonly SinePositionEncoding _encoding = new(Hidden, 20, 20);

    public IEnumerable<Optimization> All() =>
    [
        new(
            "frozen norm folded into the convolution", "3x3 convolution, norm and ReLU of 64 channels on 200x304", true,
            ConvolutionAndNorm, () => FoldedConvolution(_mapChannelsLast)),
        new(
            "channels last in memory", "the same convolution on a map in the default layout", true,
            () => FoldedConvolution(_map), () => FoldedConvolution(_mapChannelsLast)),
        new(
            "oneDNN's fused products (off: torch's)", "feed-forward of an encoder layer, 1024 rows", true,
            () => TorchFeedForward(_tokens.narrow(1, 0, Rows)), () => FusedFeedForward(_tokens.narrow(1, 0, Rows), Rows)),
        new(
            "feed-forward in runs of 1024 rows (off: all at once)", "feed-forward of an encoder layer", true,
            () => FusedFeedForward(_tokens, Tokens), () => FusedFeedForward(_tokens, Rows)),
        new(
            "residual sum, norm and next query in one pass", "20,197 tokens", true,
            SumNormQuery, () => AddNorm.Apply(_tokens, _delta, _norm, _positions).MoveToOuterDisposeScope()),
        new(
            "top-k before the box head (off: all tokens)", "box head of the selection", true,
            () => BoxHead(_tokens), () => BoxHead(_tokens.narrow(1, 0, Queries))),
        new(
            "values of all decoder layers in one product", "six products of 20,197 x 256 x 256", false,
            SixProducts, OneProduct),
        new(
            "position encodings and reference points kept (off: computed per image)", "geometry, encodings and references", false,
            Geometry, On: null),
    ];

    public void Dispose()
    {
        _scope.Dispose();
        _pool.Dispose();
    }

    private void ConvolutionAndNorm()
        => DenseOps.Convolution(_mapChannelsLast, _weight, bias: null, 1, 1)
            .mul_(_shift.view(1, -1, 1, 1))
            .add_(_shift.view(1, -1, 1, 1))
            .relu_();

    private void FoldedConvolution(Tensor map) => DenseOps.Convolution(map, _weight, _shift, 1, 1, relu: true);

    private void TorchFeedForward(Tensor x) => _norm.call(x + _outer.call(_inner.call(x).relu_()));

    private void FusedFeedForward(Tensor x, long rows)
    {
        foreach (var run in x.split(rows, dim: 1))
        {
            using var scope = NewDisposeScope();
            _norm.call(DenseOps.Linear(_outer, DenseOps.Linear(_inner, run, relu: true), plus: run));
        }
    }

    private void SumNormQuery()
    {
        var x = _norm.call(_tokens + _delta);
        _ = x + _positions;
    }

    private void BoxHead(Tensor rows)
    {
        var inner = DenseOps.Linear(_boxHead[1], DenseOps.Linear(_boxHead[0], rows, relu: true), relu: true);
        DenseOps.Linear(_boxHead[2], inner);
    }

    private void SixProducts()
    {
        foreach (var layer in _values)
        {
            DenseOps.Linear(layer, _tokens);
        }
    }

    private void OneProduct()
    {
        var weights = cat([.. _values.Select(layer => layer.weight!)]);
        var biases = cat([.. _values.Select(layer => layer.bias!)]);
        var all = DenseOps.Linear(_tokens, weights, biases);
        for (var layer = 0; layer < DecoderLayers; layer++)
        {
            _ = all.narrow(2, layer * Hidden, Hidden).contiguous();
        }
    }

    private void Geometry()
    {
        using var geometry = LevelGeometry.Create(zeros([1, 800, 1216], ScalarType.Bool), s_levels);
        _encoding.Encode(geometry);
        geometry.ReferencePoints();
    }
}
