using Dino.Data.Batching;
using Dino.Data.Transforms;

namespace Dino.Data.Tests.Batching;

public sealed class PaddedBatchTests
{
    [Fact]
    public void Of_TwoSizes_PadsBottomAndRight()
    {
        var batch = PaddedBatch.Create([Sample(height: 2, width: 3, first: 1), Sample(height: 3, width: 2, first: 100)]);

        Assert.Equal((2, 3, 3), (batch.Batch, batch.Height, batch.Width));
        Assert.Equal([1, 2, 3, 4, 5, 6, 0, 0, 0], batch.Pixels[..9]);
        Assert.Equal([7, 8, 9, 10, 11, 12, 0, 0, 0], batch.Pixels[9..18]);
        Assert.Equal([100, 101, 0, 102, 103, 0, 104, 105, 0], batch.Pixels[27..36]);
        Assert.Equal([false, false, false, false, false, false, true, true, true], batch.PaddingMask[..9]);
        Assert.Equal([false, false, true, false, false, true, false, false, true], batch.PaddingMask[9..]);
    }

    [Fact]
    public void Of_OneSample_HasNoPadding()
    {
        var sample = Sample(2, 3, 1);

        var batch = PaddedBatch.Create([sample]);

        Assert.Same(sample.Pixels, batch.Pixels);
        Assert.DoesNotContain(true, batch.PaddingMask);
        Assert.Equal(6, batch.PaddingMask.Length);
    }

    private static DetectionSample Sample(int height, int width, int first) => new()
    {
        ImageId = first,
        Pixels = [.. Enumerable.Range(first, 3 * height * width).Select(value => (float)value)],
        Height = height,
        Width = width,
        OriginalHeight = height,
        OriginalWidth = width,
        Labels = [],
        BoxesCxCyWh = [],
    };
}
