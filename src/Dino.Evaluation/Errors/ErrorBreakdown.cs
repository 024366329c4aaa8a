namespace Dino.Evaluation;

/// <summary>Where AP50 is lost, after TIDE (Bolya et al., arXiv 2008.08115; tidecv/quantify.py of its repository). As in COCO, and other than in
/// TIDE, 100 detections count for each image and category, and categories without objects are left out of the mean, so that the base is AP50.</summary>
/// <param name="AP50">The base, between 0 and 1; -1 without objects.</param>
/// <param name="Errors">One entry a kind.</param>
public sealed record ErrorBreakdown(double AP50, IReadOnlyList<ErrorShare> Errors)
{
    /// <summary>Overlap from which a detection is well placed (TIDE's t_f).</summary>
    public const double Foreground = 0.5;

    /// <summary>Overlap up to which a detection is on nothing (TIDE's t_b).</summary>
    public const double Background = 0.1;

    public static ErrorBreakdown Compute(CocoEvaluationResult result)
    {
        var diagnosis = new ErrorDiagnosis(result.GroundTruth, result.Detections, result.Options.UseCategories);
        foreach (var image in ImageMatching.Match(result.GroundTruth, result.Detections, Foreground, options: result.Options))
        {
            diagnosis.Add(image);
        }

        var precision = diagnosis.AveragePrecision(corrected: null);
        return new ErrorBreakdown(precision,
        [
            .. Enum.GetValues<ErrorKind>().Select(kind => new ErrorShare(
                kind,
                diagnosis.Count(kind),
                Math.Max(0, diagnosis.AveragePrecision(kind) - precision) * 100)),
        ]);
    }
}
