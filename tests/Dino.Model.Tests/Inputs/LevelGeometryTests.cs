using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp;

namespace Dino.Model.Tests.Inputs;

public sealed class LevelGeometryTests
{
    private static readonly LevelShape[] Levels = [new(4, 6), new(2, 3)];

    [Fact]
    public void Create_NothingPadded_HasBatchOneAndNoMask()
    {
        using var images = TestModels.Images((32, 48), (32, 48));
        using var geometry = LevelGeometry.Create(images.PaddingMask, Levels);

        Assert.Null(geometry.PaddingMask);
        Assert.Equal([1, 2, 2], geometry.ValidRatios.shape);
        Assert.Equal([1f, 1f, 1f, 1f], geometry.ValidRatios.data<float>().ToArray());
        Assert.Equal([6f, 4f, 3f, 2f], geometry.Sizes.data<float>().ToArray());
    }

    [Fact]
    public void Create_Padded_CountsCellsWhoseNearestPixelIsImage()
    {
        using var images = TestModels.Images((32, 48), (17, 25));
        using var geometry = LevelGeometry.Create(images.PaddingMask, Levels);

        // Level 0 has cells of 8 pixels, level 1 of 16; a cell takes the pixel at its upper left corner: 0, 8, 16 (of 17) and 0, 16.
        Assert.Equal([6f, 4f, 3f, 2f, 4f, 3f, 2f, 2f], geometry.ValidCells.data<float>().ToArray());
        var padded = geometry.PaddingMask![1].data<bool>().ToArray();
        for (var token = 0; token < 24; token++)
        {
            Assert.Equal(token / 6 >= 3 || token % 6 >= 4, padded[token]);
        }
    }

    [Fact]
    public void ReferencePoints_Padded_AreCellCentersOfTheImageScaledToEveryLevel()
    {
        using var images = TestModels.Images((32, 48), (17, 25));
        using var geometry = LevelGeometry.Create(images.PaddingMask, Levels);
        using var points = geometry.ReferencePoints();
        var actual = points[1].data<float>().ToArray();
        float[] ratioX = [4f / 6, 2f / 3];
        float[] ratioY = [3f / 4, 2f / 2];

        var next = 0;
        for (var level = 0; level < 2; level++)
        {
            for (var cell = 0; cell < Levels[level].Tokens; cell++)
            {
                var (row, column) = (cell / Levels[level].Width, cell % Levels[level].Width);
                for (var target = 0; target < 2; target++)
                {
                    // 1e-6 absorbs the roundings of three float32 operations on numbers about 1.
                    Assert.Equal((column + 0.5) / (ratioX[level] * Levels[level].Width) * ratioX[target], actual[next++], 1e-6);
                    Assert.Equal((row + 0.5) / (ratioY[level] * Levels[level].Height) * ratioY[target], actual[next++], 1e-6);
                }
            }
        }

        Assert.Equal(actual.Length, next);
    }

    [Fact]
    public void Dispose_LeavesNoTensorBehind()
    {
        using var images = TestModels.Images((32, 48), (17, 25));
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var geometry = LevelGeometry.Create(images.PaddingMask, Levels))
        {
            geometry.ReferencePoints().Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
