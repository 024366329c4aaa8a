namespace Dino.Figures.Results;

/// <summary>Detections whose scores lie in a range.</summary>
/// <param name="Low">Inclusive.</param>
/// <param name="High">Exclusive, but for the last range.</param>
/// <param name="Count">Detections.</param>
/// <param name="Hits">Those that match an object.</param>
/// <param name="MeanScore">Of the detections; the middle of the range without any.</param>
public sealed record ScoreBin(double Low, double High, int Count, int Hits, double MeanScore)
{
    /// <summary>Share of hits; NaN without detections.</summary>
    public double Precision => Count == 0 ? double.NaN : (double)Hits / Count;
}
