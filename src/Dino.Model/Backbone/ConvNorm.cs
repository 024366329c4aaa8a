using Dino.Model.Initialization;
using Dino.Torch.Dense;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Backbone;

/// <summary>A convolution without bias and the norm after it. Both are registered by the module that uses them, under the names that
/// checkpoints give them; this only borrows them.</summary>
internal sealed class ConvNorm(Conv2d convolution, FrozenBatchNorm norm)
{
    /// <summary>Convolution, then norm, then ReLU if wanted. Stored statistics make the norm an affine map, which folds into the convolution's
    /// weight: one pass over the map instead of three.</summary>
    /// <param name="plus">[batch, outputs, H', W'], added before the ReLU; null adds nothing.</param>
    /// <returns>[batch, outputs, H', W']; owned by the caller.</returns>
    public Tensor Forward(Tensor input, bool relu = false, Tensor? plus = null)
    {
        using var scope = NewDisposeScope();
        var dtype = Autocast.TypeFor(input);
        var (map, stride, padding) = (input.to(dtype), convolution.stride[0], convolution.padding![0]);
        if (!norm.UsesBatch)
        {
            var (weight, bias) = FrozenWeights.Derive(norm, dtype, () => Fold(dtype));
            return DenseOps.Convolution(map, weight, bias, stride, padding, relu, plus).MoveToOuterDisposeScope();
        }

        var normed = norm.Normalize(DenseOps.Convolution(map, convolution.weight!.to(dtype), bias: null, stride, padding));
        var sum = plus is null ? normed : normed.add_(plus);
        return (relu ? sum.relu_() : sum).MoveToOuterDisposeScope();
    }

    public void Initialize(Generator generator) => Initial.HeNormal(convolution.weight!, generator);

    private (Tensor Weight, Tensor Bias) Fold(ScalarType dtype)
    {
        var (scale, shift) = norm.Affine();
        return ((convolution.weight! * scale.view(-1, 1, 1, 1)).to(dtype), shift.to(dtype));
    }
}
