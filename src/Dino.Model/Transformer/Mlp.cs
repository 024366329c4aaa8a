using Dino.Ops.Dense;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Transformer;

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
