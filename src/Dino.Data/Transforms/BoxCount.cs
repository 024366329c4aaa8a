using Dino.Data.Coco;

namespace Dino.Data.Transforms;

/// <summary>How many boxes are annotated and how many of them are of no use.</summary>
/// <param name="Total">Annotations.</param>
/// <param name="Crowd">Crowd regions among them.</param>
/// <param name="Empty">Others of which nothing is left after clipping to the image.</param>
public sealed record BoxCount(int Total, int Crowd, int Empty)
{
    public int Unused => Crowd + Empty;

    /// <summary>The annotations that become training targets, in the order of the file.</summary>
    public static IEnumerable<CocoAnnotation> UsedInTraining(CocoDataset dataset)
    {
        var images = dataset.Images.ToLookup(image => image.Id);
        return dataset.Annotations.Where(annotation => images[annotation.ImageId].Any(image => IsUsed(image, annotation)));
    }

    /// <summary>Training uses no crowds and no boxes outside their image or without area.</summary>
    public static BoxCount ForTraining(CocoDataset dataset) => Create([.. dataset.Annotations], UsedInTraining(dataset).Count());

    /// <summary>The same of one image.</summary>
    public static BoxCount ForTraining(CocoImage image, IEnumerable<CocoAnnotation> annotations)
    {
        CocoAnnotation[] all = [.. annotations];
        return Create(all, all.Count(annotation => IsUsed(image, annotation)));
    }

    /// <summary>Evaluation ignores crowds and wants every other box found.</summary>
    public static BoxCount ForEvaluation(CocoDataset dataset)
        => Create([.. dataset.Annotations], dataset.Annotations.Count(annotation => !annotation.IsCrowd));

    /// <summary>"573 boxes" or "576 boxes, 3 of them unused (2 crowd, 1 outside the image or without area)".</summary>
    public override string ToString()
    {
        var boxes = Total == 1 ? "1 box" : FormattableString.Invariant($"{Total} boxes");
        string[] reasons =
        [
            .. Crowd > 0 ? [FormattableString.Invariant($"{Crowd} crowd")] : Array.Empty<string>(),
            .. Empty > 0 ? [FormattableString.Invariant($"{Empty} outside the image or without area")] : Array.Empty<string>(),
        ];
        return Unused == 0 ? boxes : FormattableString.Invariant($"{boxes}, {Unused} of them unused ({string.Join(", ", reasons)})");
    }

    private static bool IsUsed(CocoImage image, CocoAnnotation annotation) => TargetBox.FromAnnotations(image, [annotation]).Count > 0;

    private static BoxCount Create(CocoAnnotation[] all, int used)
    {
        var crowd = all.Count(annotation => annotation.IsCrowd);
        return new BoxCount(all.Length, crowd, all.Length - crowd - used);
    }
}
