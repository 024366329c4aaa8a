namespace Dino.Model.Matching;

/// <summary>Minimum-cost assignment on a rectangular matrix by shortest augmenting paths, O(n^2 m) (D. F. Crouse, "On implementing 2D
/// rectangular assignment algorithms", IEEE TAES 2016). Walks the columns in SciPy's order, so that ties fall as in
/// <c>scipy.optimize.linear_sum_assignment</c>.</summary>
public sealed class LinearAssignment
{
    private const int Free = -1;

    private readonly double[] _cost;
    private readonly int _columns;
    private readonly double[] _rowDual;
    private readonly double[] _columnDual;
    private readonly double[] _pathCost;
    private readonly int[] _pathRow;
    private readonly int[] _columnOfRow;
    private readonly int[] _rowOfColumn;
    private readonly int[] _remaining;
    private readonly bool[] _rowReached;
    private readonly bool[] _columnReached;

    private LinearAssignment(double[] cost, int rows, int columns)
    {
        _cost = cost;
        _columns = columns;
        _rowDual = new double[rows];
        _columnDual = new double[columns];
        _pathCost = new double[columns];
        _pathRow = new int[columns];
        _columnOfRow = new int[rows];
        _rowOfColumn = new int[columns];
        _remaining = new int[columns];
        _rowReached = new bool[rows];
        _columnReached = new bool[columns];
        Array.Fill(_columnOfRow, Free);
        Array.Fill(_rowOfColumn, Free);
    }

    /// <summary>Assigns min(rows, columns) pairs with the smallest total cost.</summary>
    /// <param name="cost">[rows, columns] row-major, finite.</param>
    /// <exception cref="ArgumentException">The length is not rows * columns, or a cost is NaN or infinite.</exception>
    public static Assignment Solve(ReadOnlySpan<double> cost, int rows, int columns)
    {
        if (cost.Length != (long)rows * columns)
        {
            throw new ArgumentException($"cost has {cost.Length} entries; expected {rows} * {columns}");
        }

        for (var i = 0; i < cost.Length; i++)
        {
            if (!double.IsFinite(cost[i]))
            {
                throw new ArgumentException($"cost[{i / columns}, {i % columns}] is {cost[i]}; expected a finite number");
            }
        }

        if (columns < rows)
        {
            return SwapSides(new LinearAssignment(Transpose(cost, rows, columns), columns, rows).AssignAllRows());
        }

        var columnOfRow = new LinearAssignment(cost.ToArray(), rows, columns).AssignAllRows();
        return new Assignment([.. Enumerable.Range(0, rows)], columnOfRow);
    }

    private static double[] Transpose(ReadOnlySpan<double> cost, int rows, int columns)
    {
        var transposed = new double[cost.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = cost[(row * columns) + column];
            }
        }

        return transposed;
    }

    /// <summary>Turns "row of each column" into pairs ordered by row.</summary>
    private static Assignment SwapSides(int[] rowOfColumn)
    {
        var columns = Enumerable.Range(0, rowOfColumn.Length).ToArray();
        var rows = (int[])rowOfColumn.Clone();
        Array.Sort(rows, columns);
        return new Assignment(rows, columns);
    }

    private int[] AssignAllRows()
    {
        for (var row = 0; row < _columnOfRow.Length; row++)
        {
            var (sink, length) = FindShortestPath(row);
            UpdateDuals(row, length);
            Augment(row, sink);
        }

        return _columnOfRow;
    }

    /// <summary>Dijkstra over reduced costs from a free row to the nearest free column.</summary>
    private (int Sink, double Length) FindShortestPath(int start)
    {
        Array.Clear(_rowReached);
        Array.Clear(_columnReached);
        Array.Fill(_pathCost, double.PositiveInfinity);
        for (var i = 0; i < _columns; i++)
        {
            _remaining[i] = _columns - i - 1; // descending, as SciPy: with it an all-equal matrix gives the identity
        }

        var length = 0.0;
        var row = start;
        for (var left = _columns; ;)
        {
            _rowReached[row] = true;
            var nearest = NearestRemaining(row, length, left);
            var column = _remaining[nearest];
            length = _pathCost[column];
            _columnReached[column] = true;
            if (_rowOfColumn[column] == Free)
            {
                return (column, length);
            }

            row = _rowOfColumn[column];
            _remaining[nearest] = _remaining[--left];
        }
    }

    /// <summary>Relaxes the edges of <paramref name="row"/>; returns the position in _remaining of the nearest column, a free one on ties.</summary>
    private int NearestRemaining(int row, double length, int left)
    {
        var costs = _cost.AsSpan(row * _columns, _columns);
        var dual = _rowDual[row];
        var nearest = -1;
        var lowest = double.PositiveInfinity;
        for (var i = 0; i < left; i++)
        {
            var column = _remaining[i];
            var candidate = length + costs[column] - dual - _columnDual[column];
            if (candidate < _pathCost[column])
            {
                _pathRow[column] = row;
                _pathCost[column] = candidate;
            }

            var cost = _pathCost[column];
            if (cost < lowest || (cost == lowest && _rowOfColumn[column] == Free))
            {
                lowest = cost;
                nearest = i;
            }
        }

        return nearest;
    }

    private void UpdateDuals(int start, double length)
    {
        _rowDual[start] += length;
        for (var row = 0; row < _rowDual.Length; row++)
        {
            if (_rowReached[row] && row != start)
            {
                _rowDual[row] += length - _pathCost[_columnOfRow[row]];
            }
        }

        for (var column = 0; column < _columns; column++)
        {
            if (_columnReached[column])
            {
                _columnDual[column] -= length - _pathCost[column];
            }
        }
    }

    /// <summary>Flips the edges along the path that ends in <paramref name="sink"/>.</summary>
    private void Augment(int start, int sink)
    {
        for (var column = sink; ;)
        {
            var row = _pathRow[column];
            _rowOfColumn[column] = row;
            (_columnOfRow[row], column) = (column, _columnOfRow[row]);
            if (row == start)
            {
                return;
            }
        }
    }
}

/// <summary>One-to-one pairs: row <c>Rows[i]</c> goes with column <c>Columns[i]</c>. min(rows, columns) pairs, rows ascending.</summary>
public sealed record Assignment(int[] Rows, int[] Columns)
{
    public int Count => Rows.Length;
}
