using Dino.Torch.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Dino.Ops;

/// <summary>The CUDA kernels as a node of the autograd graph. Arguments: dense value, float32 locations and weights, then the <see cref="CudaCall"/>.</summary>
internal sealed class CudaMsDeformAttnFunction : SingleTensorFunction<CudaMsDeformAttnFunction>
{
    private const string CallKey = "call";

    public override string Name => "CudaMsDeformAttn";

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (value, locations, weights, call) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (CudaCall)vars[3]);
        ctx.save_for_backward([value, locations, weights]);
        ctx.save_data(CallKey, call);
        // Zeros for an undefined gradient would be made like a tensor that the caller's dispose scope has already freed.
        ctx.set_materialize_grads(false);
        return CudaMsDeformAttnCalls.Forward(call, value, locations, weights);
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
        var (value, locations, weights) = CudaMsDeformAttnCalls.Backward((CudaCall)ctx.get_data(CallKey), saved[0], saved[1], saved[2], dense);
        saved.ForEach(tensor => tensor.Dispose());
        return [value, locations, weights, null!];
    });
}
