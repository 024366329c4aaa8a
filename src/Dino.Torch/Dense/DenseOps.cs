using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Torch.Dense;

/// <summary>Linear layers and convolutions: in the type that <see cref="Autocast"/> says, by oneDNN with bias and sum fused in
/// where nothing needs a gradient on the CPU, else by torch. ReLU is torch's everywhere: oneDNN's own, fused in, would turn NaN
/// into 0 and so hide it. (torch's float32 linear layers are MKL's, which takes twice oneDNN's time on AMD's processors.)
/// Results differ by the order of sums. The caller owns what is returned.</summary>
public static class DenseOps
{
    /// <summary>Whether this machine's oneDNN multiplies matrices of this type; bfloat16 needs AVX-512.</summary>
    public static bool Supports(ScalarType dtype) => AtenShim.Supports(dtype);

    /// <param name="input">[..., layer's inputs].</param>
    /// <param name="relu">ReLU of everything else.</param>
    /// <param name="plus">[..., layer's outputs], added to the product in the wider type of the two; null adds nothing.</param>
    /// <returns>[..., layer's outputs].</returns>
    public static Tensor Linear(Linear layer, Tensor input, bool relu = false, Tensor? plus = null)
    {
        using var scope = NewDisposeScope();
        var dtype = Autocast.TypeFor(input);
        var (weight, bias) = FrozenWeights.Derive(layer, dtype, () => (layer.weight!.to(dtype), layer.bias?.to(dtype)));
        return Linear(input.to(dtype), weight, bias, relu, plus).MoveToOuterDisposeScope();
    }

    /// <param name="input">[..., inputs] of the weight's type.</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs] of the weight's type, or null.</param>
    /// <inheritdoc cref="Linear(TorchSharp.Modules.Linear, Tensor, bool, Tensor)"/>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias, bool relu = false, Tensor? plus = null)
    {
        if (Fuses(input))
        {
            return Fused(input, weight, bias, relu, plus);
        }

        DenseWork.Add(input.numel() * weight.shape[0]);
        return Finish(nn.functional.linear(input, weight, bias), relu, plus);
    }

    /// <param name="map">[batch, channels, H, W] of the weight's type; more than one channel (one has no order in memory, which oneDNN needs to know).</param>
    /// <param name="weight">[outputs, channels, k, k].</param>
    /// <param name="bias">[outputs] of the weight's type, or null.</param>
    /// <param name="plus">[batch, outputs, H', W'] or null.</param>
    /// <returns>[batch, outputs, H', W'], channels last in memory where it is fused.</returns>
    /// <inheritdoc cref="Linear(TorchSharp.Modules.Linear, Tensor, bool, Tensor)"/>
    public static Tensor Convolution(Tensor map, Tensor weight, Tensor? bias, long stride, long padding, bool relu = false, Tensor? plus = null)
    {
        using var scope = NewDisposeScope();
        if (Fuses(map) && weight.shape[2] == 1 && padding == 0)
        {
            // A product of the map's rows. oneDNN's own 1x1 convolution divides by zero for some shapes on AMD's processors, which ends the process (libtorch 2.10).
            var rows = map.permute(0, 2, 3, 1);
            var strided = stride == 1 ? rows : rows.slice(1, 0, rows.shape[1], stride).slice(2, 0, rows.shape[2], stride);
            return Fused(strided, weight, bias, relu, plus?.permute(0, 2, 3, 1)).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
        }

        var output = Fuses(map)
            ? AtenShim.Convolution(ChannelsLast(map), weight, bias, stride, padding)
            : nn.functional.conv2d(map, weight, bias, [stride, stride], [padding, padding]);
        DenseWork.Add(output.numel() * (weight.numel() / weight.shape[0]));
        return Finish(output, relu, plus).MoveToOuterDisposeScope();
    }

    private static bool Fuses(Tensor input) => !is_grad_enabled() && input.device_type == DeviceType.CPU && AtenShim.Supports(input.dtype);

    /// <param name="weight">[outputs, inputs] or [outputs, inputs, 1, 1].</param>
    private static Tensor Fused(Tensor input, Tensor weight, Tensor? bias, bool relu, Tensor? plus)
    {
        DenseWork.Add(input.numel() * weight.shape[0]);
        using var scope = NewDisposeScope();
        var (rows, matrix) = (input.contiguous(), FrozenWeights.Blocked(weight) ?? weight.flatten(1));
        var result = plus is not null && plus.dtype == input.dtype
            ? Finish(AtenShim.LinearPlus(rows, matrix, bias, plus.contiguous()), relu, plus: null)
            : Finish(AtenShim.Linear(rows, matrix, bias), relu, plus);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Faster, and the only order in which oneDNN computes channels that fill no whole vector rightly on some AMD processors (libtorch 2.10: off by the size of the values).</summary>
    private static Tensor ChannelsLast(Tensor map) => map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static Tensor Finish(Tensor product, bool relu, Tensor? plus)
    {
        var sum = plus is null ? product : plus.dtype == product.dtype ? product.add_(plus) : plus + product;
        return relu ? sum.relu_() : sum;
    }
}
