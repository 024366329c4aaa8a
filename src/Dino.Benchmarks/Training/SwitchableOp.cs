using Dino.Ops;
using TorchSharp;

namespace Dino.Benchmarks.Training;

/// <summary>Lets several ops be measured with one model. Two models of this size would also measure memory.</summary>
internal sealed class SwitchableOp : IMsDeformAttnOp
{
    public IMsDeformAttnOp Current { get; set; } = MsDeformAttnOps.Select("auto");

    public torch.Tensor Apply(torch.Tensor value, IReadOnlyList<LevelShape> levels, torch.Tensor locations, torch.Tensor weights)
        => Current.Apply(value, levels, locations, weights);
}
