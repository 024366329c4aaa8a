namespace Dino.Evaluation;

/// <summary>Objects and detections counted together, by area.</summary>
/// <param name="Label">COCO's word: all, small, medium, large.</param>
/// <param name="Min">Smallest area in pixels squared, included.</param>
/// <param name="Max">Largest area in pixels squared, included: an area of exactly 1024 is small and medium.</param>
public sealed record AreaRange(string Label, double Min, double Max)
{
    public bool Contains(double area) => !(area < Min || area > Max);
}
