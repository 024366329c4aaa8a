using Dino.Data.Images;

namespace Dino.Figures.Cases;

/// <summary>The same images for two models, the first left, the second right.</summary>
/// <param name="before">Name of the first model.</param>
/// <param name="after">Name of the second.</param>
/// <param name="pairs">See <see cref="CaseSelection.Compared"/>.</param>
public sealed class ComparisonFigure(string before, string after, double leastScore, IReadOnlyList<CaseComparison> pairs, PictureSource pictures) : TiledFigure
{
    public override string Title => $"Before and after: {before} (left), {after} (right)";

    public override string Caption => $"{CaseSelection.ComparedRule}. "
        + string.Join("; ", pairs.Select(pair => $"{pair.Before.Image.FileName}: {pair.Before.Verdict} → {pair.After.Verdict}")) + ".";

    protected override int Count => 2 * pairs.Count;

    protected override double PictureAspect => pairs.Select(pair => (double)pair.Before.Image.Height / pair.Before.Image.Width).DefaultIfEmpty(0.75).Max();

    protected override string Rule => $"{CaseSelection.ComparedRule}. Score ≥ {leastScore:0.##}.";

    private protected override IReadOnlyList<OutcomeStyle> Legend => [OutcomeStyle.GroundTruth, .. Enum.GetValues<Outcome>().Select(OutcomeStyle.Of)];

    private protected override (RgbImage Picture, string Caption, Action<PictureTile> Boxes) Tile(int index)
    {
        var pair = pairs[index / 2];
        var (name, item) = index % 2 == 0 ? (before, pair.Before) : (after, pair.After);
        return (pictures.Load(item.Image), $"{name}, {item.Image.FileName}: {item.Verdict} (F1 {item.F1:0.00})", tile => tile.DrawCase(item));
    }
}
