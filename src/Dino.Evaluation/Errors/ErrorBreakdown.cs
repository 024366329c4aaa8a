using System.Text.Json.Serialization;

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

/// <summary>How much one kind of error costs.</summary>
/// <param name="Count">Detections, or objects for <see cref="ErrorKind.Missed"/>.</param>
/// <param name="DeltaApPoints">By how much AP50 would rise with all errors of this kind corrected and no other, in points (0 to 100). The kinds
/// do not add up to what is missing: errors hide each other.</param>
public sealed record ErrorShare(ErrorKind Kind, int Count, double DeltaApPoints);

/// <summary>What is wrong with a detection, or an object (TIDE, Bolya et al., arXiv 2008.08115, Sec. 2.2).</summary>
public enum ErrorKind
{
    /// <summary>On an object of another category, well placed.</summary>
    [JsonStringEnumMemberName("classification")]
    Classification,

    /// <summary>On an object of its category, but badly placed.</summary>
    [JsonStringEnumMemberName("localisation")]
    Localisation,

    /// <summary>Badly placed on an object of another category.</summary>
    [JsonStringEnumMemberName("both")]
    Both,

    /// <summary>On an object that a better detection has found.</summary>
    [JsonStringEnumMemberName("duplicate")]
    Duplicate,

    /// <summary>On nothing.</summary>
    [JsonStringEnumMemberName("background")]
    Background,

    /// <summary>An object that no detection found, nor would find with its category or place corrected.</summary>
    [JsonStringEnumMemberName("missed")]
    Missed,
}
