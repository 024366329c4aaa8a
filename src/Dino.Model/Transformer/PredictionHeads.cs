using Dino.Ops.Dense;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Transformer;

/// <summary>The heads that turn a query's output into a class and a box (DETR 2005.12872, Sec. 3.2).</summary>
internal static class PredictionHeads
{
    /// <summary>Logits of embeddings. Heads keep float32 whatever the rest computes in: scores are ranked by them, and boxes are read off to a fraction of a pixel.</summary>
    /// <returns>[..., classes]; owned by the caller.</returns>
    public static Tensor Apply(Linear classHead, Tensor embeddings)
    {
        using var allDigits = Autocast.To(ScalarType.Float32);
        return DenseOps.Linear(classHead, embeddings);
    }

    /// <returns>Box offsets, [..., 4]; owned by the caller.</returns>
    /// <inheritdoc cref="Apply(Linear, Tensor)"/>
    public static Tensor Apply(Mlp boxHead, Tensor embeddings)
    {
        using var allDigits = Autocast.To(ScalarType.Float32);
        return boxHead.Forward(embeddings);
    }

    public static Linear Class(DinoConfig config) => nn.Linear(config.HiddenDim, config.NumClasses);

    public static Mlp Box(DinoConfig config) => new(config.HiddenDim, config.HiddenDim, config.HiddenDim, 4);
}
