using Dino.Evaluation;
using Dino.Figures.Cases;
using Dino.Figures.Results;

namespace Dino.Figures.Reports;

/// <summary>What the numbers say, in sentences that follow from them.</summary>
internal sealed class Findings(ReportModel model)
{
    /// <summary>Changes of AP smaller than this are called none: the third digit moves with the order of equal scores.</summary>
    private const double Noticeable = 0.005;

    private const int Ap = 0, Ap50 = 1, Ap75 = 2, Ar100 = 8;

    private static readonly (string Name, int Stat)[] Sizes = [("small", 3), ("medium", 4), ("large", 5)];

    private readonly IReadOnlyList<double> _before = model.Pretrained.Stats;
    private readonly IReadOnlyList<double> _after = model.FineTuned.Stats;

    private bool IsMeasured => _before[Ap] >= 0 && _after[Ap] >= 0;

    /// <summary>The result in one or two sentences.</summary>
    public string Headline()
    {
        if (!IsMeasured)
        {
            return "AP cannot be measured: the test images have no objects.";
        }

        var change = Change(Ap);
        var sentence = Math.Abs(change) < Noticeable
            ? $"Fine-tuning left AP as it was: {_before[Ap]:0.000} before, {_after[Ap]:0.000} after."
            : $"Fine-tuning {(change > 0 ? "raised" : "lowered")} AP from {_before[Ap]:0.000} to {_after[Ap]:0.000} ({Signed(change)}).";
        if (model.Statistics[^1].Report is not { Comparison: [var ap, ..], Bootstrap: { } bootstrap })
        {
            return sentence;
        }

        var range = $"The {bootstrap.Confidence:0%} bootstrap interval of the change over the test images is {Signed(ap.Low)} to {Signed(ap.High)}";
        return $"{sentence} {range}{(ap.Low <= 0 && ap.High >= 0 ? ", which includes zero: more images are needed to be sure." : ", all on one side of zero.")}";
    }

    /// <summary>What improved and by how much.</summary>
    public IEnumerable<string> Changes()
    {
        if (IsMeasured)
        {
            yield return $"{Localisation()} AP50 {Arrow(Ap50)}, AP75 {Arrow(Ap75)}.";
            yield return $"Recall with up to 100 detections an image (AR100) {Verb(Change(Ar100))} {Arrow(Ar100)}.";
        }

        if (Certainty() is { } certainty)
        {
            yield return certainty;
        }

        if (BySize() is { } bySize)
        {
            yield return bySize;
        }

        if (LossChanges() is { } losses)
        {
            yield return losses;
        }

        if (TrainingCourse() is { } course)
        {
            yield return course;
        }
    }

    /// <summary>What still goes wrong, counted at the score threshold.</summary>
    public IEnumerable<string> Failures()
    {
        var (before, after) = (Totals.Of(model.PretrainedCases), Totals.Of(model.FineTunedCases));
        if (after.Objects == 0)
        {
            yield return "The test images have no objects, so nothing can be said about errors.";
            yield break;
        }

        yield return $"At scores from {model.LeastScore:0.##} and IoU from {CaseJudge.LeastIou:0.##}, {after.Hits} of {after.Objects} objects are found ({(double)after.Hits / after.Objects:0%}); "
            + $"before fine-tuning {before.Hits} ({(double)before.Hits / after.Objects:0%}). False positives {before.FalsePositives} → {after.FalsePositives}, duplicates {before.Duplicates} → {after.Duplicates}.";
        if (after.Misses > 0)
        {
            var shares = after.MissesBySize.Where(entry => entry.Objects > 0).Select(entry => $"{entry.Misses} of {entry.Objects} {entry.Name} ({(double)entry.Misses / entry.Objects:0%})");
            yield return $"Missed: {string.Join(", ", shares)}.";
        }

        if (after.FalsePositives > 0)
        {
            var kinds = after.FalsePositiveKinds.Select(kind => $"{kind.Count} {ErrorWords.Of(kind.Kind)} ({(double)kind.Count / after.FalsePositives:0%})");
            yield return $"False positives: {string.Join(", ", kinds)}.";
        }

        var worst = model.FineTunedCases.Where(item => item.Errors > 0).OrderByDescending(item => item.Errors).ThenBy(item => item.Image.Id).FirstOrDefault();
        if (worst is not null)
        {
            yield return $"Most errors in one image: {worst.Image.FileName}, {worst.Verdict}.";
        }

        yield return $"These are {model.FineTunedCases.Count} images with {after.Objects} objects; one object more or less found moves recall by {1.0 / after.Objects:0.0000}.";
    }

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000");

    private static string Verb(double change) => change switch
    {
        >= Noticeable => "rose:",
        <= -Noticeable => "fell:",
        _ => "hardly changed:",
    };

    private double Change(int stat) => _after[stat] - _before[stat];

    private string Arrow(int stat) => $"{_before[stat]:0.000} → {_after[stat]:0.000} ({Signed(Change(stat))})";

    private string Localisation()
    {
        var (loose, strict) = (Change(Ap50), Change(Ap75));
        return (loose >= Noticeable, strict >= Noticeable) switch
        {
            (true, true) when strict > loose + Noticeable => "More objects are found, and the boxes fit better: the gain is larger at the stricter overlap.",
            (true, true) when loose > strict + Noticeable => "The gain is in finding objects more than in fitting boxes: it is larger at the looser overlap.",
            (true, true) => "Finding objects and fitting boxes gained alike.",
            (false, true) => "The boxes fit better, while hardly more objects are found.",
            (true, false) => "More objects are found, while the boxes fit no better.",
            _ => "Neither finding objects nor fitting boxes gained.",
        };
    }

    /// <summary>Which numbers moved more than another draw of the images would move them.</summary>
    private string? Certainty()
    {
        if (model.Statistics[^1].Report is not { Comparison.Count: > 0, Bootstrap: { } bootstrap } report)
        {
            return null;
        }

        var changes = report.Comparison.Where(change => change.Resamples > 0).ToArray();
        var (rose, fell) = (changes.Where(change => change.Low > 0).ToArray(), changes.Where(change => change.High < 0).ToArray());
        var open = changes.Length - rose.Length - fell.Length;
        return $"Beyond chance, by {bootstrap.Confidence:0%} intervals of the paired differences: {Names(rose)} rose, {Names(fell)} fell; "
            + (open == 0 ? "no number is undecided." : $"the other {open} of {changes.Length} numbers may as well not have changed, as far as {(report.Images == 1 ? "one image" : $"{report.Images} images")} can tell.");

        static string Names(StatDifference[] changes) => changes.Length == 0 ? "nothing" : string.Join(", ", changes.Select(change => change.Name));
    }

    private string? BySize()
    {
        var known = Sizes.Where(size => _before[size.Stat] >= 0 && _after[size.Stat] >= 0).ToArray();
        if (known.Length < 2)
        {
            return null;
        }

        var most = known.MaxBy(size => Change(size.Stat));
        var least = known.MinBy(size => Change(size.Stat));
        var hardest = known.MinBy(size => _after[size.Stat]);
        var easiest = known.MaxBy(size => _after[size.Stat]);
        return $"By size, {most.Name} objects gained most ({Arrow(most.Stat)}) and {least.Name} ones least ({Arrow(least.Stat)}); "
            + $"{hardest.Name} ones are the hardest now, AP {_after[hardest.Stat]:0.000} against {_after[easiest.Stat]:0.000} for {easiest.Name} ones.";
    }

    private string? LossChanges()
    {
        var (before, after) = (model.Pretrained.Losses, model.FineTuned.Losses);
        if (!before.TryGetValue("loss", out var first) || !after.TryGetValue("loss", out var last) || first <= 0)
        {
            return null;
        }

        var parts = ReportTables.LossParts.Where(part => before.GetValueOrDefault(part.Key) > 0 && after.ContainsKey(part.Key))
            .Select(part => (part.Name, Change: (after[part.Key] / before[part.Key]) - 1)).ToArray();
        var text = $"Test loss {first:0.00} → {last:0.00} ({(last / first) - 1:+0%;-0%;0%})";
        return parts.Length == 0 ? text + "." : $"{text}; of its parts {string.Join(", ", parts.Select(part => $"{part.Name} {part.Change:+0%;-0%;0%}"))}.";
    }

    private string? TrainingCourse()
    {
        if (model.Training.Count < 2)
        {
            return null;
        }

        if (BestEpoch.Of(model.Training) is not { } best)
        {
            return $"None of the {model.Training.Count} epochs had an AP above 0: the weights are the last ones.";
        }

        var last = model.Training[^1];
        var drop = best.Ap - (best.IsAverage ? last.AverageAp ?? last.Stats[Ap] : last.Stats[Ap]);
        var where = $"AP was best after epoch {best.Number} of {model.Training.Count} ({best.Ap:0.000}{(best.IsAverage ? ", moving average of the weights" : "")})";
        return drop >= Noticeable
            ? $"{where} and {drop:0.000} lower at the end: the last epochs did not help."
            : best.Number == last.Epoch + 1 ? $"{where}, the last one: longer training may help." : $"{where} and stayed there.";
    }
}
