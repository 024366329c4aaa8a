using static TorchSharp.torch;

namespace Dino.Ops.Rows;

/// <summary>The tokens between two steps of a transformer, as the next steps read them. Owns its tensors, some of which may be the same.</summary>
/// <param name="Tokens">[batch, tokens, hidden] float32.</param>
/// <param name="Product">The same in the type of the products.</param>
/// <param name="Query">The same plus positions in the type of the products; null where nothing reads it.</param>
public sealed record TokenRows(Tensor Tokens, Tensor Product, Tensor? Query) : IDisposable
{
    /// <summary>Hands the tensors to the scope around the current one.</summary>
    public TokenRows MoveToOuterDisposeScope()
    {
        // Once each: moved twice, a tensor that serves as both would outlive the scope it was handed to.
        Tokens.MoveToOuterDisposeScope();
        if (!ReferenceEquals(Product, Tokens))
        {
            Product.MoveToOuterDisposeScope();
        }

        Query?.MoveToOuterDisposeScope();
        return this;
    }

    public void Dispose()
    {
        Tokens.Dispose();
        Product.Dispose();
        Query?.Dispose();
    }
}
