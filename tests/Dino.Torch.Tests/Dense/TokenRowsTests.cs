using Dino.Torch.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Torch.Tests.Dense;

public sealed class TokenRowsTests
{
    /// <summary>In float32 the tokens are also what products read.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MoveToOuterDisposeScope_GoesOneScopeOut(bool isShared)
    {
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                TokenRows rows;
                using (NewDisposeScope())
                {
                    var tokens = ones(2);
                    rows = new TokenRows(tokens, isShared ? tokens : ones(2), ones(2)).MoveToOuterDisposeScope();
                }

                Assert.Equal(before + (isShared ? 2 : 3), DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
                Assert.Equal(2, (rows.Tokens + rows.Product)[0].ToInt32());
            }

            Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }
    }
}
