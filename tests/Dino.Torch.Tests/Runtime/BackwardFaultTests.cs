using System.Runtime.InteropServices;
using Dino.Core;
using Dino.Torch.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Dino.Torch.Tests.Runtime;

public sealed class BackwardFaultTests
{
    private sealed class Failing : SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => BackwardFault.Guard(inputs: 1, others: 0, () => throw new BadInputException("the cause"));
    }

    [Fact]
    public void Backward_WhenTheFunctionThrows_ThrowsTheSame()
    {
        using var scope = NewDisposeScope();
        var loss = Failing.apply(ones(3, requires_grad: true)).sum();
        Assert.Equal("the cause", Assert.Throws<BadInputException>(() => BackwardFault.Backward(loss)).Message);
    }

    [Fact]
    public void TensorBackward_WhenTheFunctionThrows_FailsWithoutEndingTheProcess()
    {
        using var scope = NewDisposeScope();
        var loss = Failing.apply(ones(3, requires_grad: true)).sum();
        Assert.Throws<ExternalException>(() => loss.backward());
    }
}
