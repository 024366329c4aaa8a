using Dino.Torch.Dense;
using Dino.Torch.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Torch.Tests.Memory;

/// <summary>One after the other: the pool is the process's.</summary>
public sealed class TensorPoolTests
{
    private const long Elements = 1 << 20;

    [Fact]
    public void Begin_LargeTensors_AreCountedAndReused()
    {
        using var pool = TensorPool.Begin();
        var before = TensorPool.UsedBytes;
        nint address;
        using (var first = zeros(Elements))
        {
            address = TensorData.Pointer(first);
            Assert.Equal(4 * Elements, TensorPool.UsedBytes - before);
        }

        Assert.Equal(before, TensorPool.UsedBytes);
        using var second = zeros(Elements - 100);
        Assert.Equal(address, TensorData.Pointer(second));
        Assert.Equal(0, second.abs().sum().ToSingle());
        using var third = ones(Elements);
        Assert.NotEqual(address, TensorData.Pointer(third));
    }

    [Fact]
    public void Begin_SmallTensors_StayWithTheCLibrary()
    {
        using var pool = TensorPool.Begin();
        var before = TensorPool.UsedBytes;
        using var small = zeros(1000);
        Assert.Equal(before, TensorPool.UsedBytes);
    }

    [Fact]
    public void Dispose_LivingTensors_KeepTheirMemory()
    {
        var before = TensorPool.UsedBytes;
        Tensor inside;
        using (TensorPool.Begin())
        {
            inside = ones(Elements);
        }

        using var outside = ones(Elements);
        Assert.Equal(4 * Elements, TensorPool.UsedBytes - before);
        Assert.Equal(Elements, inside.sum().ToInt64());
        inside.Dispose();
        Assert.Equal(before, TensorPool.UsedBytes);
    }

    /// <summary>oneDNN takes and frees its scratch memory without libtorch's owner objects.</summary>
    [Fact]
    public void Begin_ProductsAndThreads_AreRightAndLeaveNothing()
    {
        using var pool = TensorPool.Begin();
        var before = TensorPool.UsedBytes;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, index =>
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            for (var pass = 0; pass < 5; pass++)
            {
                using var layer = nn.Linear(512, 1024, hasBias: false);
                layer.weight!.fill_(index);
                Assert.Equal(512f * index, DenseOps.Linear(layer, ones(2048, 512)).mean().ToSingle());
            }
        });
        Assert.Equal(before, TensorPool.UsedBytes);
    }

    [Fact]
    public void Dispose_ManyTensors_KeepsABoundedIdleShare()
    {
        using var pool = TensorPool.Begin();
        var before = Environment.WorkingSet;
        var tensors = Enumerable.Range(0, 6).Select(_ => ones(64 * Elements)).ToList();
        Assert.True((Environment.WorkingSet - before) >> 20 >= 6 * 250);
        tensors.ForEach(tensor => tensor.Dispose());

        // 768 MB may lie idle; the threads and code of the process get 200 MB.
        Assert.InRange((Environment.WorkingSet - before) >> 20, 0, (3 * 256) + 200);
    }
}
