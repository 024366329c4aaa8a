using Dino.Figures.Attention;
using Dino.TestUtilities.Snapshots;

namespace Dino.Figures.Tests.Attention;

public sealed class AttentionSnapshotTests
{
    [Fact]
    public void Splat_Sample_IsAsReviewed()
    {
        var map = AttentionMap.Splat(Samples.Attention with { Frame = Samples.Attention.Frame.For(16, 12) }, sigma: 1.5);

        // Rounding of exp and of sums to float32.
        Snapshot.Match(ArrayText.Format(map.Values, [map.Height, map.Width], "0.00000000"), new NumericTolerance(1e-7));
    }
}
