using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>The fastest op for the device and dtype of each call; the reference where there is no other.</summary>
public sealed class AutoMsDeformAttnOp : IMsDeformAttnOp
{
    private readonly CpuMsDeformAttnOp _cpu = new();
    private readonly ReferenceMsDeformAttnOp _reference = new();

    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        IMsDeformAttnOp op = CpuMsDeformAttnOp.Takes(value, locations, weights) ? _cpu : _reference;
        return op.Apply(value, levels, locations, weights);
    }
}
