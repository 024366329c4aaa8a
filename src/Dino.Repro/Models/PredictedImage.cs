using Dino.Data.Coco;
using Dino.Evaluation;

namespace Dino.Repro.Models;

/// <summary>Detections of one image file.</summary>
/// <param name="Boxes">In pixels, best first; an annotation's id is its rank, from 1.</param>
/// <param name="Scores">Of the boxes.</param>
/// <param name="Categories">The labels that occur, named with their scores' category id.</param>
internal sealed record PredictedImage(string File, long ImageId, IReadOnlyList<CocoAnnotation> Boxes, IReadOnlyList<double> Scores, IReadOnlyList<CocoCategory> Categories)
{
    public void AddTo(CocoDetectionsBuilder detections)
    {
        foreach (var (box, score) in Boxes.Zip(Scores))
        {
            detections.Add(ImageId, box.CategoryId, box.Box, score);
        }
    }
}
