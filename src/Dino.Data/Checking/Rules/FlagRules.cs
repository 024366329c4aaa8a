namespace Dino.Data.Checking.Rules;

/// <summary>What <c>iscrowd</c> and <c>ignore</c> mean here, where they occur.</summary>
internal static class FlagRules
{
    public static IEnumerable<DatasetFinding> Find(CheckedPart part)
    {
        var crowds = part.Dataset.Annotations.Count(annotation => annotation.IsCrowd);
        if (crowds > 0)
        {
            yield return part.OfFile(
                FindingSeverity.Info, "crowds", $"{crowds} annotations have iscrowd 1: no training targets; in evaluation, detections inside them count neither as right nor as wrong", remedy: null);
        }

        var ignored = part.Dataset.Annotations.Count(annotation => annotation.Ignore);
        if (ignored > 0)
        {
            yield return part.OfFile(
                FindingSeverity.Info, "ignored", $"{ignored} annotations have ignore 1, which has no effect: they are trained, and COCOeval overwrites the flag from iscrowd", remedy: null);
        }
    }
}
