using static TorchSharp.torch;

namespace Dino.Torch.Dense;

/// <summary>While open, the matrix products and convolutions of <see cref="DenseOps"/> on this thread take and give a type of fewer bits (torch's autocast, which TorchSharp 0.107 lacks;
/// Micikevicius et al., 1710.03740). Everything else keeps the type of its inputs: a bfloat16 product plus a float32 tensor is float32 again. The casts are differentiable, so
/// weights stay in float32 and get float32 gradients. float64 models are never cast.</summary>
public sealed class Autocast : IDisposable
{
    [ThreadStatic]
    private static ScalarType? s_current;

    private readonly ScalarType? _outer = s_current;

    private Autocast(ScalarType dtype) => s_current = dtype;

    /// <param name="dtype">bfloat16, float16, or float32 for a part inside another scope that needs all its digits.</param>
    public static Autocast To(ScalarType dtype)
        => dtype is ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float32
            ? new Autocast(dtype)
            : throw new ArgumentException($"autocast to {dtype}; expected bfloat16, float16 or float32", nameof(dtype));

    public void Dispose() => s_current = _outer;

    /// <summary>What a product with an input of this type computes in.</summary>
    public static ScalarType TypeFor(Tensor input)
        => input.dtype is ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16 ? s_current ?? input.dtype : input.dtype;
}
