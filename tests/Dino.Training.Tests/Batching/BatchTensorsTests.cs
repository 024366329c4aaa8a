using Dino.Data.Transforms;
using Dino.Engine.Loading;
using TorchSharp;

namespace Dino.Training.Tests.Batching;

public sealed class BatchTensorsTests
{
    [Fact]
    public void Of_TwoSizes_PadsAndKeepsTargets()
    {
        using var scope = torch.NewDisposeScope();
        using var batch = BatchTensors.Of([Sample(2, 3, boxes: 1), Sample(4, 2, boxes: 0)], torch.CPU);
        Assert.Equal([2, 3, 4, 3], batch.Images.Pixels.shape);
        Assert.Equal([2, 4, 3], batch.Images.PaddingMask.shape);
        Assert.Equal(torch.ScalarType.Bool, batch.Images.PaddingMask.dtype);
        Assert.Equal(6 + 4, batch.Images.PaddingMask.sum().item<long>());
        Assert.Equal(2 * 3 * 3 + 4 * 2 * 3, batch.Images.Pixels.sum().item<float>());
        Assert.Equal([1L, 0L], batch.Targets.Select(target => target.Count));
        Assert.Equal([0, 4], batch.Targets[1].BoxesCxCyWh.shape);
        Assert.Equal([7L], batch.Targets[0].Labels.data<long>().ToArray());
    }

    [Fact]
    public void Of_OneSample_CopiesPixelsThatTheLoaderUsesAgain()
    {
        var sample = Sample(2, 2, boxes: 0);
        using var batch = BatchTensors.Of([sample], torch.CPU);
        Array.Fill(sample.Pixels, 9);
        Assert.Equal([.. Enumerable.Repeat(1f, 12)], batch.Images.Pixels.data<float>().ToArray());
    }

    [Fact]
    public void Of_Float64_ConvertsPixelsAndBoxes()
    {
        using var batch = BatchTensors.Of([Sample(2, 2, boxes: 1)], torch.CPU, torch.float64);
        Assert.Equal((torch.float64, torch.float64), (batch.Images.Pixels.dtype, batch.Targets[0].BoxesCxCyWh.dtype));
    }

    [Fact]
    public void Dispose_Batch_LeavesNoTensor()
    {
        using var scope = torch.NewDisposeScope();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        BatchTensors.Of([Sample(2, 3, boxes: 2), Sample(4, 2, boxes: 0)], torch.CPU).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static DetectionSample Sample(int height, int width, int boxes) => new()
    {
        ImageId = 1,
        Pixels = [.. Enumerable.Repeat(1f, 3 * height * width)],
        Height = height,
        Width = width,
        OriginalHeight = height,
        OriginalWidth = width,
        Labels = [.. Enumerable.Repeat(7L, boxes)],
        BoxesCxCyWh = [.. Enumerable.Repeat(0.5f, 4 * boxes)],
    };
}
