using Dino.Sensitivity.Mutants;

namespace Dino.Sensitivity.Tests;

public sealed class MutantTableTests
{
    private static readonly Mutant Mutant = MutantCatalogue.All[0] with { Breaks = "something" };

    [Theory]
    [InlineData(1, null, false)]
    [InlineData(0, 1, false)]
    [InlineData(0, null, true)]
    [InlineData(0, 0, true)]
    public void Survived_OnlyWhenNothingFailed(int tests, int? rows, bool survived)
        => Assert.Equal(survived, Result(tests, rows).Survived);

    [Fact]
    public void Caught_WithoutAResult_IsNot() => Assert.False((Result(1, null) with { Problem = "did not end" }).Caught);

    [Fact]
    public void Format_ShowsTwoNamesAndCountsSurvivors()
        => Assert.Equal(
            """
            | breakage | tests that fail | the gate's rows that fail |
            |---|---|---|
            | something | row 0, row 1 and 1 more |  |
            | something | - | - |
            | something | does not build |  |

            3 mutants, 1 survived, 1 gave no result.

            """.ReplaceLineEndings("\n"),
            MutantTable.Format([Result(3, null), Result(0, 0), Result(0, null) with { Problem = "does not build" }]));

    private static MutantResult Result(int tests, int? rows) => new(Mutant, Names(tests), rows is { } count ? Names(count) : null);

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(index => $"row {index}")];
}
