namespace Dino.Model.Matching;

/// <summary>One-to-one pairs: row <c>Rows[i]</c> goes with column <c>Columns[i]</c>. min(rows, columns) pairs, rows ascending.</summary>
public sealed record Assignment(int[] Rows, int[] Columns)
{
    public int Count => Rows.Length;
}
