using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Leaf tensors for a call of the op. They require gradients.</summary>
internal sealed record OpInputs(
    Tensor Value, IReadOnlyList<LevelShape> Levels, Tensor Locations, Tensor Weights, Tensor GradOutput) : IDisposable
{
    public static OpInputs Draw(OpShape shape, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var numbers = OpNumbers.Draw(shape);
        var (batch, queries, levels) = ((long)shape.Batch, (long)shape.Queries, (long)shape.Levels.Count);
        return new(
            Place(numbers.Value, batch, shape.Tokens, OpShape.Heads, OpShape.HeadDim),
            shape.Levels,
            Place(numbers.Locations, batch, queries, OpShape.Heads, levels, OpShape.Points, 2),
            Place(numbers.Weights, batch, queries, OpShape.Heads, levels, OpShape.Points),
            Place(numbers.GradOutput, batch, queries, OpShape.Heads * OpShape.HeadDim));

        Tensor Place(float[] values, params long[] sizes)
            => tensor(values, sizes).to(dtype).requires_grad_(true).MoveToOuterDisposeScope();
    }

    public Tensor Apply(IMsDeformAttnOp op) => op.Apply(Value, Levels, Locations, Weights);

    /// <summary>Computes the gradients and keeps the graph of the output.</summary>
    public void Backward(Tensor output)
    {
        using var scope = NewDisposeScope();
        _ = autograd.grad([output], [Value, Locations, Weights], [GradOutput], retain_graph: true);
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { Value, Locations, Weights, GradOutput })
        {
            tensor.Dispose();
        }
    }
}
