using Dino.Kernels;
using Dino.Torch.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Dino.Ops;

/// <summary>The CPU kernels as a node of the autograd graph. Arguments: dense value, locations and weights, then the <see cref="MsDeformAttnShape"/>.</summary>
internal sealed class CpuMsDeformAttnFunction : SingleTensorFunction<CpuMsDeformAttnFunction>
{
    private const string ShapeKey = "shape";

    public override string Name => "CpuMsDeformAttn";

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (value, locations, weights, shape) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (MsDeformAttnShape)vars[3]);
        ctx.save_for_backward([value, locations, weights]);
        ctx.save_data(ShapeKey, shape);
        // Zeros for an undefined gradient would be made like a tensor that the caller's dispose scope has already freed.
        ctx.set_materialize_grads(false);
        return CpuMsDeformAttnCalls.Forward(shape, value, locations, weights);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => BackwardFault.Guard(inputs: 3, others: 1, () =>
    {
        using var upstream = grad_output;
        if (upstream.IsInvalid)
        {
            return [null!, null!, null!, null!];
        }

        var saved = ctx.get_saved_variables();
        using var dense = upstream.contiguous();
        var (value, locations, weights) = CpuMsDeformAttnCalls.Backward((MsDeformAttnShape)ctx.get_data(ShapeKey), saved[0], saved[1], saved[2], dense);
        saved.ForEach(tensor => tensor.Dispose());
        return [value, locations, weights, null!];
    });
}
