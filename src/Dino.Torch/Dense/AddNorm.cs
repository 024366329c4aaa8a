using Dino.Kernels.Cpu.Rows;
using Dino.Torch.Memory;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Torch.Dense;

/// <summary>norm(x + delta) in one pass over memory, with the copies that the next products read. For evaluation on the CPU: nothing is recorded for gradients.</summary>
public static unsafe class AddNorm
{
    /// <summary>Whether these tokens are taken: float32 on the CPU outside of recording, products in float32 or bfloat16, whole vectors of channels.</summary>
    public static bool Supports(Tensor tokens)
        => !is_grad_enabled() && tokens.dtype == ScalarType.Float32 && tokens.device_type == TorchSharp.DeviceType.CPU
            && AtenShim.Supports(Autocast.TypeFor(tokens)) && CpuAddNorm.Supports(tokens.shape[^1]);

    /// <param name="x">[batch, tokens, hidden] float32.</param>
    /// <param name="delta">[batch, tokens, hidden] in the type of the products.</param>
    /// <param name="positions">[batch or 1, tokens, hidden] float32; null where no query is wanted.</param>
    /// <returns>Owned by the caller.</returns>
    public static TokenRows Apply(Tensor x, Tensor delta, LayerNorm norm, Tensor? positions)
    {
        using var scope = NewDisposeScope();
        var result = Empty(x, delta.dtype, positions is not null);
        Into(result, 0, x.flatten(0, 1), delta.flatten(0, 1), norm, positions);
        return result.MoveToOuterDisposeScope();
    }

    /// <returns>Rows to write into, of the shape of x; the caller owns them.</returns>
    public static TokenRows Empty(Tensor x, ScalarType dtype, bool hasQuery)
    {
        var tokens = empty(x.shape, ScalarType.Float32);
        return new(tokens, dtype == ScalarType.Float32 ? tokens : empty(x.shape, dtype), hasQuery ? empty(x.shape, dtype) : null);
    }

    /// <summary>Writes a run of rows.</summary>
    /// <param name="firstRow">Of the run among the batch's tokens.</param>
    /// <param name="x">[rows, hidden] float32.</param>
    /// <param name="delta">[rows, hidden] in the type of the products.</param>
    /// <param name="positions">Of all tokens, [batch or 1, tokens, hidden] float32; needed for a query.</param>
    public static void Into(TokenRows result, long firstRow, Tensor x, Tensor delta, LayerNorm norm, Tensor? positions)
    {
        using var scope = NewDisposeScope();
        var (rows, channels) = (x.shape[0], x.shape[1]);
        var (denseX, denseDelta, densePositions) = (x.contiguous(), delta.contiguous(), positions?.contiguous());
        var shape = new AddNormShape(checked((int)rows), checked((int)channels), checked((int)firstRow), checked((int)(positions is null ? 1 : positions.shape[0] * positions.shape[1])));
        var parameters = new NormParameters((float*)TensorData.Pointer(norm.weight!), (float*)TensorData.Pointer(norm.bias!), (float)norm.eps);
        var start = firstRow * channels;
        var source = (float*)TensorData.Pointer(denseX);
        var position = At<float>(densePositions, 0);
        var output = (float*)TensorData.Pointer(result.Tokens) + start;
        if (delta.dtype == ScalarType.Float32)
        {
            CpuAddNorm.Run(shape, source, (float*)TensorData.Pointer(denseDelta), position, parameters, output, At<float>(result.Query, start));
        }
        else
        {
            CpuAddNorm.Run(shape, source, (ushort*)TensorData.Pointer(denseDelta), position, parameters, output, At<ushort>(result.Product, start), At<ushort>(result.Query, start));
        }

        TensorData.KeepAlive(denseX, denseDelta, norm.weight!, norm.bias!, result.Tokens, result.Product);
        GC.KeepAlive(densePositions);
        GC.KeepAlive(result.Query);
    }

    private static T* At<T>(Tensor? tensor, long start)
        where T : unmanaged
        => tensor is null ? null : (T*)TensorData.Pointer(tensor) + start;
}

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
