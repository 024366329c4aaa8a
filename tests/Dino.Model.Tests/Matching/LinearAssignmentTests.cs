using CsCheck;
using Dino.Model.Matching;

namespace Dino.Model.Tests.Matching;

public sealed class LinearAssignmentTests
{
    private static readonly Gen<(double[] Cost, int Rows, int Columns)> Matrices =
        from rows in Gen.Int[0, 6]
        from columns in Gen.Int[0, 6]
        from cost in Gen.Double[-10, 10].Array[rows * columns]
        select (cost, rows, columns);

    private static readonly Gen<(double[] Cost, int Rows, int Columns)> MatricesWithTies =
        from rows in Gen.Int[1, 6]
        from columns in Gen.Int[1, 6]
        from cost in Gen.Int[0, 2].Array[rows * columns]
        select (cost.Select(value => (double)value).ToArray(), rows, columns);

    [Fact]
    public void Solve_SmallMatrices_HasTheTotalOfBruteForce() => Matrices.Sample(AssertOptimal);

    [Fact]
    public void Solve_MatricesWithTies_HasTheTotalOfBruteForce() => MatricesWithTies.Sample(AssertOptimal);

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    public void Solve_AllCostsEqual_PairsInOrderAsScipy(int rows, int columns)
    {
        var assignment = LinearAssignment.Solve(new double[rows * columns], rows, columns);

        var expected = Enumerable.Range(0, Math.Min(rows, columns)).ToArray();
        Assert.Equal(expected, assignment.Rows);
        Assert.Equal(expected, assignment.Columns);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Solve_CostIsNotFinite_NamesTheEntry(double bad)
    {
        var error = Assert.Throws<ArgumentException>(() => LinearAssignment.Solve([1, 2, 3, 4, bad, 6], 2, 3));

        Assert.StartsWith("cost[1, 1] is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_LengthDisagrees_GivesBothNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => LinearAssignment.Solve([1, 2, 3], 2, 2));

        Assert.Equal("cost has 3 entries; expected 2 * 2", error.Message);
    }

    private static void AssertOptimal((double[] Cost, int Rows, int Columns) matrix)
    {
        var (cost, rows, columns) = matrix;
        var assignment = LinearAssignment.Solve(cost, rows, columns);

        Assert.Equal(Math.Min(rows, columns), assignment.Count);
        Assert.Equal(assignment.Rows.Order(), assignment.Rows);
        Assert.Distinct(assignment.Rows);
        Assert.Distinct(assignment.Columns);
        var total = assignment.Rows.Zip(assignment.Columns, (row, column) => cost[(row * columns) + column]).Sum();

        // 1e-12 absorbs the order of summing at most six numbers below 10.
        Assert.Equal(BruteForce(cost, rows, columns), total, 1e-12);
    }

    /// <summary>Smallest total over all injections of the shorter side into the longer one.</summary>
    private static double BruteForce(double[] cost, int rows, int columns)
    {
        return rows <= columns
            ? Best(rows, columns, (shorter, longer) => cost[(shorter * columns) + longer])
            : Best(columns, rows, (shorter, longer) => cost[(longer * columns) + shorter]);

        static double Best(int shorter, int longer, Func<int, int, double> costOf, int next = 0, int taken = 0)
            => next == shorter
                ? 0
                : Enumerable.Range(0, longer).Where(i => (taken & (1 << i)) == 0)
                    .Min(i => costOf(next, i) + Best(shorter, longer, costOf, next + 1, taken | (1 << i)));
    }
}
