using Dino.Ops;
using TorchSharp;

namespace Dino.Benchmarks.Training;

/// <summary>Lets one model be measured with several ops: two models of this size would measure memory too.</summary>
internal sealed class SwitchableOp : IMsDeformAttnOp
{
    public IMsDeformAttnOp Current { get; set; } = MsDeformAttnOps.Select("auto");

    public torch.Tensor Apply(torch.Tensor value, IReadOnlyList<LevelShape> levels, torch.Tensor locations, torch.Tensor weights)
        => Current.Apply(value, levels, locations, weights);
}
