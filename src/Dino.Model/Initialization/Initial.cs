using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Initialization;

/// <summary>Initial values as the reference draws them (dino-spec 8). Every module sets its own parameters with these, in the order in which
/// they are registered, from one generator. TorchSharp's functions in <c>nn.init</c> draw from the global generator whatever they are given
/// (0.107); the tensors' own do not.</summary>
internal static class Initial
{
    /// <summary>Uniform with the variance of Glorot and Bengio (2010), for a matrix or a convolution's weight.</summary>
    public static void Xavier(Tensor weight, Generator generator)
    {
        var (fanIn, fanOut) = nn.init.CalculateFanInAndFanOut(weight);
        Uniform(weight, Math.Sqrt(6.0 / (fanIn + fanOut)), generator);
    }

    /// <summary>Normal with the variance of He et al. (1502.01852) over the outputs, as torchvision's ResNet.</summary>
    public static void HeNormal(Tensor weight, Generator generator)
    {
        var (_, fanOut) = nn.init.CalculateFanInAndFanOut(weight);
        weight.normal_(0, Math.Sqrt(2.0 / fanOut), generator);
    }

    /// <summary>A Xavier weight and a bias of 0.</summary>
    public static void XavierWithoutBias(Linear layer, Generator generator)
    {
        Xavier(layer.weight!, generator);
        layer.bias!.zero_();
    }

    /// <summary>A Xavier weight and PyTorch's default bias.</summary>
    public static void XavierWithBias(Linear layer, Generator generator)
    {
        Xavier(layer.weight!, generator);
        Uniform(layer.bias!, DefaultBound(layer), generator);
    }

    /// <summary>PyTorch's default of a linear layer.</summary>
    /// <param name="drawBias">Whether to draw the bias too, rather than leave it to the caller.</param>
    public static void Default(Linear layer, Generator generator, bool drawBias = true)
    {
        Uniform(layer.weight!, DefaultBound(layer), generator);
        if (drawBias)
        {
            Uniform(layer.bias!, DefaultBound(layer), generator);
        }
    }

    /// <summary>1 and 0. TorchSharp 0.107 leaves a GroupNorm's parameters as the memory was.</summary>
    public static void Identity(Tensor weight, Tensor bias)
    {
        weight.fill_(1);
        bias.zero_();
    }

    public static void Identity(LayerNorm norm) => Identity(norm.weight!, norm.bias!);

    public static void Copy(Linear from, Linear to)
    {
        to.weight!.copy_(from.weight!);
        to.bias!.copy_(from.bias!);
    }

    private static double DefaultBound(Linear layer) => 1 / Math.Sqrt(layer.weight!.shape[1]);

    private static void Uniform(Tensor value, double bound, Generator generator) => value.uniform_(-bound, bound, generator);
}
