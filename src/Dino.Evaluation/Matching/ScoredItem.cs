namespace Dino.Evaluation;

/// <summary>A score and where it stood.</summary>
internal readonly record struct ScoredItem(double Score, int Position)
{
    /// <summary>Best score first, ties by position: what a stable sort of the negated scores gives. 0.0 and -0.0 are a tie.</summary>
    public readonly struct BestFirst : IComparer<ScoredItem>
    {
        public int Compare(ScoredItem x, ScoredItem y)
        {
            var byScore = y.Score.CompareTo(x.Score);
            return byScore != 0 ? byScore : x.Position.CompareTo(y.Position);
        }
    }
}
