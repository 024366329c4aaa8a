using Dino.Data.Coco;

namespace Dino.Data.Transforms;

/// <summary>A training target while its picture is being transformed: corners in pixels of the picture's current size.</summary>
/// <param name="Label">Raw category id.</param>
internal readonly record struct TargetBox(long Label, double X1, double Y1, double X2, double Y2)
{
    public bool IsEmpty => X2 <= X1 || Y2 <= Y1;

    /// <summary>What the reference keeps of an image's annotations (datasets/coco.py): no crowds, clamped to the image, with positive width and height.</summary>
    public static List<TargetBox> FromAnnotations(CocoImage image, IEnumerable<CocoAnnotation> annotations) =>
    [
        .. from annotation in annotations
           where !annotation.IsCrowd
           let box = annotation.Box
           let target = new TargetBox(
               annotation.CategoryId, box.X, box.Y, box.X + box.Width, box.Y + box.Height).Clamp(image.Width, image.Height)
           where !target.IsEmpty
           select target,
    ];

    public TargetBox FlipHorizontally(int imageWidth) => this with { X1 = imageWidth - X2, X2 = imageWidth - X1 };

    public TargetBox Scale(double x, double y) => new(Label, X1 * x, Y1 * y, X2 * x, Y2 * y);

    /// <summary>Coordinates in the cropped picture; empty when the crop leaves nothing.</summary>
    public TargetBox Crop(int left, int top, int width, int height)
        => new TargetBox(Label, X1 - left, Y1 - top, X2 - left, Y2 - top).Clamp(width, height);

    private TargetBox Clamp(int width, int height) => new(
        Label, Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));
}
