using System.Globalization;
using System.Text;
using Dino.Evaluation;
using Dino.TestUtilities.Snapshots;

namespace Dino.Repro.Tests.Snapshots;

/// <summary>What a person sees of a model, guarded as reviewed texts.</summary>
public sealed class ReferenceRunTests(ReferenceRun run) : IClassFixture<ReferenceRun>
{
    /// <summary>Another vector width or thread count moves boxes and scores by some 1e-8, through the reference's few float32 steps; the rest is float64. That changes no order (of the 100
    /// scores that count, the closest two are 2.2e-6 apart) and no match (the objects' overlaps lie 0.001 and more from every threshold). What is absorbed is the last printed digit.</summary>
    private static readonly NumericTolerance LastDigit = new(1.1e-4);

    /// <summary>As above; the map itself is float32, whose rounding of values up to 0.16 is far below the last digit.</summary>
    private static readonly NumericTolerance LastDigitOfMap = new(1.1e-5);

    [Fact]
    public void CocoTable_OfTheReferenceModel_IsAsReviewed()
    {
        var text = new StringBuilder(CocoSummary.Format(run.Evaluation.Stats));
        foreach (var (category, numbers) in run.Evaluation.PerCategory)
        {
            text.Append(CultureInfo.InvariantCulture, $"category {category}: {string.Join(' ', numbers.Select(number => number.ToString("0.0000", CultureInfo.InvariantCulture)))}\n");
        }

        Snapshot.Match(text.ToString(), LastDigit);
    }

    [Fact]
    public void Attention_OfTheBestDetection_IsAsReviewed()
    {
        const int Width = 16;
        const int Height = 12;
        var map = run.Attention(Width, Height);

        Snapshot.Match(ArrayText.Format(map.Values, [Height, Width], "0.00000"), LastDigitOfMap);
    }
}
