using Dino.Data.Images;

namespace Dino.Figures.Cases;

/// <summary>Images with ground truth, hits, misses, duplicates and false positives.</summary>
/// <param name="title">Such as "Good cases, fine-tuned".</param>
/// <param name="rule">How they were chosen, see <see cref="CaseSelection"/>.</param>
/// <param name="cases">At least one.</param>
public sealed class CasesFigure(string title, string rule, double leastScore, IReadOnlyList<DetectionCase> cases, PictureSource pictures) : TiledFigure
{
    public override string Title => title;

    public override string Caption => $"{rule}. Detections with a score of at least {leastScore:0.##}, matched at IoU {CaseJudge.LeastIou:0.##}. "
        + string.Join("; ", cases.Select(item => $"{item.Image.FileName}: {item.Verdict}")) + ".";

    protected override int Count => cases.Count;

    protected override double PictureAspect => cases.Select(item => (double)item.Image.Height / item.Image.Width).DefaultIfEmpty(0.75).Max();

    protected override string Rule => $"{rule}. Score ≥ {leastScore:0.##}, IoU ≥ {CaseJudge.LeastIou:0.##}.";

    private protected override IReadOnlyList<OutcomeStyle> Legend => [OutcomeStyle.GroundTruth, .. Enum.GetValues<Outcome>().Select(OutcomeStyle.Of)];

    private protected override (RgbImage Picture, string Caption, Action<PictureTile> Boxes) Tile(int index)
    {
        var item = cases[index];
        return (pictures.Load(item.Image), $"{item.Image.FileName}: {item.Verdict} (F1 {item.F1:0.00})", tile => tile.DrawCase(item));
    }
}
