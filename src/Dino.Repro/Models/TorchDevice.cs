using static TorchSharp.torch;

namespace Dino.Repro.Models;

/// <summary>Where a user's <c>--device</c> says the model runs.</summary>
internal static class TorchDevice
{
    /// <param name="name">cpu or cuda.</param>
    /// <exception cref="InvalidDataException">Torch finds no such device.</exception>
    public static Device Open(string name)
    {
        try
        {
            return device(name);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"--device {name}: torch finds no such device; expected an NVIDIA GPU, its driver, and a build with -p:TorchBackend=cuda", error);
        }
    }
}
