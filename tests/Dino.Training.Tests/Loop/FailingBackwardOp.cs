using Dino.Core;
using Dino.Ops;
using Dino.Torch.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Dino.Training.Tests.Loop;

/// <summary>Deformable attention whose backward pass throws, as a kernel does whose device is lost.</summary>
internal sealed class FailingBackwardOp : IMsDeformAttnOp
{
    private readonly ReferenceMsDeformAttnOp _reference = new();

    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
        => Failing.apply(_reference.Apply(value, levels, locations, weights));

    private sealed class Failing : SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 1;

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
            => BackwardFault.Guard(inputs: 1, others: 0, () => throw new BadInputException("the op's own words"));
    }
}
