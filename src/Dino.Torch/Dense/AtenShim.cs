using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Dino.Torch.Dense;

/// <summary>oneDNN's products with what follows them fused in, which TorchSharp does not offer, through the C interface that libtorch exports for compiled models
/// (torch/csrc/inductor/aoti_torch/c/shim_cpu.h). Inputs are dense CPU tensors of one type, float32 or bfloat16; nothing is recorded for gradients.</summary>
internal static unsafe partial class AtenShim
{
    private const string Library = "torch_cpu";

    // Channels that fill no whole vector stay with the plain order: oneDNN's blocked kernels have failed on such before. So do outputs that fill no whole block of 64: on AMD's Zen 5 the float32
    // kernel reads the last block of 48, 80, 96 ... outputs wrongly (libtorch 2.10: off by the size of the values, whatever the inputs and rows).
    private const int WholeVector = 16;
    private const int WholeBlock = 64;

    private static readonly bool s_isThere = IsThere();

    /// <summary>Whether oneDNN takes this type here; bfloat16 needs AVX-512.</summary>
    public static bool Supports(ScalarType dtype) => s_isThere && (dtype == ScalarType.Float32 || (dtype == ScalarType.BFloat16 && Avx512BW.IsSupported));

    /// <summary>Whether <see cref="Block"/> takes this weight, [outputs, inputs, ...].</summary>
    public static bool Blocks(Tensor weight) => Supports(weight.dtype) && weight.shape[0] % WholeBlock == 0 && weight.shape[1] % WholeVector == 0;

    /// <summary>The weight in the order that oneDNN's kernels read. With it <see cref="Linear"/> computes in place, where a plain weight makes it copy weight and input first.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <returns>An opaque tensor, for <see cref="Linear"/> and <see cref="LinearPlus"/> alone; the caller owns it.</returns>
    public static Tensor Block(Tensor weight)
    {
        // mkldnn::_reorder_linear_weight(Tensor self, int? batch_size=None): arguments go in and the result comes out in one array, and the callee takes the tensor's handle (stable/c/shim.h).
        nint handle = 0;
        Check(NewHandle(weight.Handle, &handle), weight, weight);
        ulong* stack = stackalloc ulong[] { (ulong)handle, 0 };
        fixed (byte* name = "mkldnn::_reorder_linear_weight"u8, overload = "\0"u8)
        {
            Check(CallDispatcher(name, overload, stack), weight, weight);
        }

        GC.KeepAlive(weight);
        return Tensor.UnsafeCreateTensor((nint)stack[0]);
    }

    /// <param name="weight">Plain or of <see cref="Block"/>.</param>
    /// <returns>input W^T + b; the caller owns it.</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias)
    {
        nint result = 0;
        var biasHandle = bias?.Handle ?? 0;
        fixed (byte* activation = "none"u8)
        {
            Check(LinearPointwise(input.Handle, weight.Handle, bias is null ? null : &biasHandle, activation, null, 0, null, &result), input, weight);
        }

        return Wrap(result, input, weight, bias);
    }

    /// <param name="weight">Plain or of <see cref="Block"/>.</param>
    /// <returns>input W^T + b + other; the caller owns it.</returns>
    public static Tensor LinearPlus(Tensor input, Tensor weight, Tensor? bias, Tensor other)
    {
        nint result = 0;
        var biasHandle = bias?.Handle ?? 0;
        fixed (byte* add = "add"u8)
        {
            Check(LinearPointwiseBinary(input.Handle, other.Handle, weight.Handle, bias is null ? null : &biasHandle, add, &result), input, weight);
        }

        GC.KeepAlive(other);
        return Wrap(result, input, weight, bias);
    }

    /// <returns>The convolution with bias; the caller owns it.</returns>
    public static Tensor Convolution(Tensor input, Tensor weight, Tensor? bias, long stride, long padding)
    {
        nint result = 0;
        var biasHandle = bias?.Handle ?? 0;
        long* strides = stackalloc long[] { stride, stride };
        long* paddings = stackalloc long[] { padding, padding };
        long* dilations = stackalloc long[] { 1, 1 };
        fixed (byte* activation = "none"u8)
        {
            Check(
                ConvolutionPointwise(
                    input.Handle, weight.Handle, bias is null ? null : &biasHandle, paddings, 2, strides, 2, dilations, 2, 1, activation, null, 0, null, &result),
                input,
                weight);
        }

        return Wrap(result, input, weight, bias);
    }

    private static void Check(int error, Tensor input, Tensor weight)
    {
        if (error != 0)
        {
            throw new ExternalException($"oneDNN refused input [{string.Join(", ", input.shape)}] {input.dtype} with weight [{string.Join(", ", weight.shape)}] {weight.dtype}");
        }
    }

    // A tensor whose last use is its handle could otherwise be finalized during the call.
    private static Tensor Wrap(nint result, Tensor input, Tensor weight, Tensor? bias)
    {
        GC.KeepAlive(input);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return Tensor.UnsafeCreateTensor(result);
    }

    private static bool IsThere()
        => NativeLibrary.TryLoad(Library, typeof(AtenShim).Assembly, searchPath: null, out var library)
            && NativeLibrary.TryGetExport(library, "aoti_torch_cpu__linear_pointwise", out _)
            && NativeLibrary.TryGetExport(library, "aoti_torch_cpu__linear_pointwise_binary", out _)
            && NativeLibrary.TryGetExport(library, "aoti_torch_cpu_mkldnn__convolution_pointwise", out _)
            && NativeLibrary.TryGetExport(library, "aoti_torch_call_dispatcher", out _)
            && NativeLibrary.TryGetExport(library, "aoti_torch_new_tensor_handle", out _);

    [LibraryImport(Library, EntryPoint = "aoti_torch_new_tensor_handle")]
    private static partial int NewHandle(nint tensor, nint* result);

    [LibraryImport(Library, EntryPoint = "aoti_torch_call_dispatcher")]
    private static partial int CallDispatcher(byte* name, byte* overload, ulong* stack);

    [LibraryImport(Library, EntryPoint = "aoti_torch_cpu__linear_pointwise")]
    private static partial int LinearPointwise(nint input, nint weight, nint* bias, byte* activation, double** scalars, long scalarCount, byte** algorithm, nint* result);

    [LibraryImport(Library, EntryPoint = "aoti_torch_cpu__linear_pointwise_binary")]
    private static partial int LinearPointwiseBinary(nint input, nint other, nint weight, nint* bias, byte* operation, nint* result);

    [LibraryImport(Library, EntryPoint = "aoti_torch_cpu_mkldnn__convolution_pointwise")]
    private static partial int ConvolutionPointwise(
        nint input, nint weight, nint* bias, long* padding, long paddingLength, long* stride, long strideLength, long* dilation, long dilationLength, long groups,
        byte* activation, double** scalars, long scalarCount, byte** algorithm, nint* result);
}
