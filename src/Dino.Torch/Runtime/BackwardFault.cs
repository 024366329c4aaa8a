using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dino.Torch.Runtime;

/// <summary>Carries exceptions of custom backward functions past libtorch. One that leaves the callback would end the process (it cannot unwind native frames), so the callback
/// keeps it and returns gradients of an impossible shape instead: libtorch refuses them, and backward() fails in the ordinary way. (torch.autograd.grad of TorchSharp 0.107 lets
/// no libtorch error be caught, this one included.)</summary>
public static class BackwardFault
{
    // By number; the impossible shape [number, 0] (no tensor with more than two dimensions, or more than one element a row, broadcasts to it) comes back in libtorch's message and so names the fault, on whatever thread it happened.
    private static readonly ConcurrentDictionary<int, Exception> s_faults = [];
    private static int s_count;

    [ThreadStatic]
    private static List<Tensor>? s_returned;

    /// <summary>output.backward(), throwing what a custom backward function threw and not libtorch's complaint.
    /// The only way in which this program goes backward; calling a tensor's own method is a warning.</summary>
    /// <param name="output">A scalar where there is no <paramref name="gradient"/>.</param>
    /// <param name="gradient">By the output, of its shape.</param>
    public static void Backward(Tensor output, Tensor? gradient = null)
    {
        try
        {
#pragma warning disable RS0030
            output.backward(gradient is null ? null : [gradient]);
#pragma warning restore RS0030
        }
        catch (ExternalException refusal)
        {
            foreach (var number in s_faults.Keys.Where(number => refusal.Message.Contains($"[{number}, 0]", StringComparison.Ordinal)))
            {
                if (s_faults.TryRemove(number, out var fault))
                {
                    ExceptionDispatchInfo.Throw(fault);
                }
            }

            throw;
        }
    }

    /// <summary>Runs the body of a custom backward function.</summary>
    /// <param name="inputs">Tensor arguments of the function, which come first.</param>
    /// <param name="others">Arguments that are no tensors.</param>
    public static List<Tensor> Guard(int inputs, int others, Func<List<Tensor>> backward)
    {
        // libtorch has its own references to what the last call on this thread returned; without this they would live until the caller's dispose scope ends.
        s_returned?.ForEach(tensor => tensor?.Dispose());
        try
        {
            if (is_grad_enabled())
            {
                throw new NotSupportedException("the op is differentiable once: backward(create_graph: true) is not supported; use the reference op");
            }

            s_returned = backward();
        }
        catch (Exception exception)
        {
            var number = Interlocked.Increment(ref s_count);
            s_faults[number] = exception;
            s_returned = [.. Enumerable.Range(0, inputs).Select(_ => empty(number, 0)), .. new Tensor[others]];
        }

        return s_returned;
    }
}
