using Dino.Model.Configuration;
using Dino.Model.Initialization;
using Dino.Torch.Dense;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Decoder;

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

    /// <summary>A class head: PyTorch's default weight, and the bias at which every class has probability 0.01 (focal loss, Lin et al. 1708.02002,
    /// Sec. 4.1). The reference makes its heads outside the transformer, whose Xavier pass does not reach them.</summary>
    public static void Initialize(Linear classHead, Generator generator)
    {
        const double Prior = 0.01;
        Initial.Default(classHead, generator, drawBias: false);
        classHead.bias!.fill_(-Math.Log((1 - Prior) / Prior));
    }

    /// <summary>A box head: PyTorch's default, but for a last layer of zeros, which moves no box.</summary>
    public static void Initialize(Mlp boxHead, Generator generator) => boxHead.InitializeWithoutEffect(generator);

    public static Linear Class(DinoConfig config) => nn.Linear(config.HiddenDim, config.NumClasses);

    public static Mlp Box(DinoConfig config) => new(config.HiddenDim, config.HiddenDim, config.HiddenDim, 4);
}

/// <summary>Linear layers with ReLU between them (DETR 2005.12872, appendix A.4).</summary>
internal sealed class Mlp : Module
{
    [ComponentName(Name = "layers")]
    private readonly ModuleList<Linear> _layers = [];

    /// <param name="widths">Input, every hidden and output width.</param>
    public Mlp(params ReadOnlySpan<long> widths)
        : base(nameof(Mlp))
    {
        for (var layer = 1; layer < widths.Length; layer++)
        {
            _layers.Add(Linear(widths[layer - 1], widths[layer]));
        }

        RegisterComponents();
    }

    public void InitializeXavier(Generator generator)
    {
        foreach (var layer in _layers)
        {
            Initial.XavierWithBias(layer, generator);
        }
    }

    /// <summary>PyTorch's default for all layers but the last, which is 0 and so gives 0.</summary>
    public void InitializeWithoutEffect(Generator generator)
    {
        foreach (var layer in _layers.SkipLast(1))
        {
            Initial.Default(layer, generator);
        }

        _layers[^1].weight!.zero_();
        _layers[^1].bias!.zero_();
    }

    public void CopyFrom(Mlp other)
    {
        foreach (var (from, to) in other._layers.Zip(_layers))
        {
            Initial.Copy(from, to);
        }
    }

    /// <param name="input">[..., first width].</param>
    /// <returns>[..., last width]; owned by the caller.</returns>
    public Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input;
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            x = DenseOps.Linear(_layers[layer], x, relu: layer + 1 < _layers.Count);
        }

        return x.MoveToOuterDisposeScope();
    }
}

/// <summary>Class logits and boxes of one set of queries.</summary>
/// <param name="Logits">[batch, queries, classes].</param>
/// <param name="BoxesCxCyWh">[batch, queries, 4], after the sigmoid, relative to the un-padded image.</param>
public sealed record PredictionSet(torch.Tensor Logits, torch.Tensor BoxesCxCyWh);
