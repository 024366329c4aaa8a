using Dino.Model.Inputs;
using Dino.Model.Queries;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Queries;

public sealed class EncoderProposalsTests
{
    [Fact]
    public void Create_PaddedBatch_IsTheFormulaAndInfiniteWhereInvalid()
    {
        using var scope = NewDisposeScope();
        LevelShape[] levels = [new(4, 6), new(2, 3), new(1, 2), new(1, 1), new(1, 1)];
        using var images = TestModels.Images((32, 48), (17, 25));
        using var geometry = LevelGeometry.Create(images.PaddingMask, levels);
        (int Rows, int Columns)[] valid = [(3, 4), (2, 2), (1, 2), (1, 1), (1, 1)];

        var (logits, invalid) = EncoderProposals.Create(geometry);

        var boxes = logits[1].sigmoid().data<float>().ToArray();
        var isInvalid = invalid[1].data<bool>().ToArray();
        var token = 0;
        for (var level = 0; level < levels.Length; level++)
        {
            for (var cell = 0; cell < levels[level].Tokens; cell++, token++)
            {
                var (row, column) = (cell / levels[level].Width, cell % levels[level].Width);
                var side = 0.05 * (1 << level);
                double[] expected = [(column + 0.5) / valid[level].Columns, (row + 0.5) / valid[level].Rows, side, side];
                var inside = row < valid[level].Rows && column < valid[level].Columns && expected.All(value => value is > 0.01 and < 0.99);
                Assert.Equal(!inside, isInvalid[token]);
                for (var i = 0; i < 4; i++)
                {
                    // 1e-6 absorbs float32 logarithm and sigmoid.
                    Assert.Equal(inside ? expected[i] : 1, boxes[(4 * token) + i], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Create_FineLevel_LeavesOutCellsAtTheBorder()
    {
        using var scope = NewDisposeScope();
        using var mask = zeros(1, 600, 600).to(ScalarType.Bool);
        using var geometry = LevelGeometry.Create(mask, [new(60, 60)]);

        var (_, invalid) = EncoderProposals.Create(geometry);

        // 0.5 / 60 = 0.0083 lies within 0.01 of the border, 1.5 / 60 does not.
        Assert.Equal((60 * 60) - (58 * 58), invalid.sum().item<long>());
    }
}
