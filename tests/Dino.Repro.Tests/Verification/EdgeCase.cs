using Dino.Core;
using Dino.Model.Attention;
using Dino.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

/// <summary>One deformable attention in double precision in place of a training step: two levels, locations away from edges
/// but for those that a test sets.</summary>
internal sealed class EdgeCase : IDisposable
{
    private const int Batch = 2;
    private const int Queries = 5;
    private const int Heads = 3;
    private const int Points = 2;
    private const int HeadDim = 4;

    private static readonly LevelShape[] Levels = [new(6, 9), new(3, 5)];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _value = Draw("value", Batch, Levels.Sum(level => level.Tokens), Heads, HeadDim);
    private readonly Tensor _weights = Draw("weights", Batch, Queries, Heads, Levels.Length, Points);

    /// <summary>In cells; 0.1 to 0.9 after an edge.</summary>
    private readonly Tensor _positions = Draw("positions", Batch, Queries, Heads, Levels.Length, Points, 2) * 3;

    public EdgeCase()
    {
        var edges = _positions.floor();
        _positions = edges + 0.1 + (0.8 * (_positions - edges));
    }

    public static AttentionSite Site { get; } = new("encoder", 1);

    public EdgeCase At(long image, long query, long head, long level, long point, long axis, double position)
    {
        _positions[image, query, head, level, point, axis] = position;
        return this;
    }

    /// <summary>Norms of the gradients by value, locations and weights.</summary>
    public double[] Norms(IMsDeformAttnOp op)
    {
        using var scope = NewDisposeScope();
        double[] cells = [.. Levels.SelectMany(level => new double[] { level.Width, level.Height })];
        var sizes = tensor(cells, [Levels.Length, 1, 2]);
        Tensor[] values = [_value, (_positions + 0.5) / sizes, _weights];
        Tensor[] inputs = [.. values.Select(input => input.clone().requires_grad_(true))];
        (op as IAttentionObserver)?.DeformableAttention(Site, inputs[1], inputs[2], Levels);
        var output = op.Apply(inputs[0], Levels, inputs[1], inputs[2]);
        return [.. autograd.grad([output.square().sum()], inputs).Select(gradient => gradient.norm().ToDouble())];
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Draw(string name, params long[] shape)
    {
        var stream = new SplitMix64(3, name);
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return tensor(Enumerable.Range(0, count).Select(_ => stream.NextDouble()).ToArray(), shape);
    }
}
