using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Torch.Runtime;

/// <summary>Where a user's <c>--device</c> says the model runs.</summary>
public static class TorchDevice
{
    /// <summary>What kind of device a name says, without asking torch for it.</summary>
    public static DeviceType Kind(string name) => name == "cpu" ? DeviceType.CPU : DeviceType.CUDA;

    /// <param name="name">cpu or cuda.</param>
    /// <exception cref="BadInputException">Torch finds no such device.</exception>
    public static Device Open(string name)
    {
        try
        {
            var opened = device(name);
            if (opened.type == DeviceType.CUDA)
            {
                // Torch's default would round the inputs of convolutions to TF32's 10 bits: outputs off by 2e-3 where float32 is off by 1e-5.
                (backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) = (false, false);
            }

            return opened;
        }
        catch (InvalidOperationException error)
        {
            throw new BadInputException($"--device {name}: torch finds no such device; expected an NVIDIA GPU, its driver, and a build with -p:TorchBackend=cuda", error);
        }
    }
}
