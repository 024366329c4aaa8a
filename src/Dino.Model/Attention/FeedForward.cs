using Dino.Torch.Dense;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Attention;

/// <summary>The feed-forward network of a transformer layer with its residual and norm (Vaswani et al., 1706.03762, Sec. 3.3).</summary>
internal static class FeedForward
{
    /// <summary>Rows taken together where no gradient is needed: their inner activations (8 MB for 2048 channels in float32) stay in the cache, and those of all tokens of an image
    /// (165 MB) need no memory, which the system would have to clear first.</summary>
    private const long RowsAtOnce = 1024;

    /// <param name="x">[batch, rows, hidden].</param>
    /// <returns>norm(x + outer(relu(inner(x)))); owned by the caller.</returns>
    public static Tensor Apply(Tensor x, Linear inner, Linear outer, LayerNorm norm)
    {
        using var scope = NewDisposeScope();
        var runs = is_grad_enabled() ? [x] : x.split(RowsAtOnce, dim: 1);
        var results = runs.Select(run => Run(run, inner, outer, norm)).ToArray();
        return (results.Length == 1 ? results[0] : cat(results, dim: 1)).MoveToOuterDisposeScope();
    }

    /// <param name="positions">[batch or 1, tokens, hidden] float32; null where no query is wanted.</param>
    /// <returns>The same of tokens that <see cref="AddNorm"/> takes, written run by run; owned by the caller.</returns>
    public static TokenRows Apply(TokenRows x, Linear inner, Linear outer, LayerNorm norm, Tensor? positions)
    {
        using var scope = NewDisposeScope();
        var (tokens, product) = (x.Tokens.flatten(0, 1), x.Product.flatten(0, 1));
        var result = AddNorm.Empty(x.Tokens, x.Product.dtype, positions is not null);
        for (var row = 0L; row < tokens.shape[0]; row += RowsAtOnce)
        {
            using var run = NewDisposeScope();
            var rows = Math.Min(RowsAtOnce, tokens.shape[0] - row);
            var delta = DenseOps.Linear(outer, DenseOps.Linear(inner, product.narrow(0, row, rows), relu: true));
            AddNorm.Into(result, row, tokens.narrow(0, row, rows), delta, norm, positions);
        }

        return result.MoveToOuterDisposeScope();
    }

    private static Tensor Run(Tensor x, Linear inner, Linear outer, LayerNorm norm)
    {
        using var scope = NewDisposeScope();
        return norm.call(DenseOps.Linear(outer, DenseOps.Linear(inner, x, relu: true), plus: x)).MoveToOuterDisposeScope();
    }
}
