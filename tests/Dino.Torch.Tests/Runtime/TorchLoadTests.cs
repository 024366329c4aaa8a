using TorchSharp;

namespace Dino.Torch.Tests.Runtime;

public sealed class TorchLoadTests
{
    [Fact]
    public void Torch_OnThisSystem_LoadsAndComputes()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6.0, torch.ones(2, 3).sum().ToDouble());
    }
}
