using Dino.Core;
using Dino.TestUtilities;
using static TorchSharp.torch;

namespace Dino.Ops.Tests;

/// <summary>Leaf inputs of the op, and its output and gradients.</summary>
internal sealed record OpCase(Tensor Value, IReadOnlyList<LevelShape> Levels, Tensor Locations, Tensor Weights, Tensor GradOutput)
{
    /// <summary>Locations in [-0.3, 1.3).</summary>
    public static OpCase Draw(ScalarType dtype, long batch = 2, long queries = 7, long heads = 3, long headDim = 12, long points = 4)
    {
        LevelShape[] levels = [new(6, 9), new(3, 5), new(1, 2)];
        var tokens = levels.Sum(level => (long)level.Tokens);
        return new(
            Fill("value", -1, 1, batch, tokens, heads, headDim),
            levels,
            Fill("locations", -0.3, 1.3, batch, queries, heads, levels.Length, points, 2),
            Fill("weights", 0, 1, batch, queries, heads, levels.Length, points),
            Fill("gradOutput", -1, 1, batch, queries, heads * headDim));

        Tensor Fill(string name, double low, double high, params long[] shape)
        {
            var stream = new SplitMix64(5, name);
            var data = Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => stream.NextDouble(low, high)).ToArray();
            return tensor(data, shape).to(dtype).requires_grad_(true);
        }
    }

    public static OpCase From(MsDeformAttnFixture fixture, ScalarType dtype)
    {
        return new(Load("value"), [.. fixture.Levels.Select(level => new LevelShape(level.Height, level.Width))], Load("sampling_locations"), Load("attention_weights"), Load("grad_output"));

        Tensor Load(string name) => tensor(fixture.Data(name), fixture.Shape(name)).to(dtype).requires_grad_(true);
    }

    public Tensor Apply(IMsDeformAttnOp op) => op.Apply(Value, Levels, Locations, Weights);

    /// <summary>Output and gradients by value, locations and weights.</summary>
    public Tensor[] Run(IMsDeformAttnOp op)
    {
        var output = Apply(op);
        return [output, .. autograd.grad([output], [Value, Locations, Weights], [GradOutput])];
    }
}
