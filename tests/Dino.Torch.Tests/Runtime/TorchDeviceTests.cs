using Dino.Core;
using Dino.Torch.Runtime;

namespace Dino.Torch.Tests.Runtime;

public sealed class TorchDeviceTests
{
    [SkippableFact]
    public void Open_CudaWhereThereIsNone_SaysSoInOneLine()
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        var error = Assert.Throws<BadInputException>(() => TorchDevice.Open("cuda"));
        Assert.StartsWith("--device cuda: torch finds no such device; expected an NVIDIA GPU", error.Message, StringComparison.Ordinal);
    }
}
