using Dino.Engine.Evaluating;
using Dino.Evaluation;

namespace Dino.Training.Preflight;

/// <summary>Why a model has an AP of (nearly) 0 before it is trained: because its classes are new, or because something is wrong.</summary>
public static class ZeroExplanation
{
    /// <summary>Below this an AP prints as 0.00.</summary>
    private const double NearlyZero = 0.005;

    /// <summary>An AP50 without classes from here on says that the boxes are right.</summary>
    private const double BoxesAreRight = 0.1;

    /// <param name="start">What the model begins with, in words, where that alone explains a 0 (random weights, new class heads); else null.</param>
    /// <returns>One sentence; null if the AP is not nearly 0.</returns>
    public static string? Of(ModelEvaluationResult result, CocoGroundTruth groundTruth, string? start)
    {
        if (result.Ap >= NearlyZero)
        {
            return null;
        }

        var withoutClasses = CocoEvaluator.Evaluate(groundTruth, result.Detections, result.Coco.Options with { UseCategories = false }).Stats[1];
        if (withoutClasses >= BoxesAreRight && withoutClasses > 2 * result.Coco.Stats[1])
        {
            return FormattableString.Invariant($"the boxes are right (AP50 without classes {withoutClasses:0.000}) and the classes are not: {start ?? "the pretrained labels are not those of the annotations; a class map says which continues which"}");
        }

        return start ?? StatExplanations.Create(result.Coco).FirstOrDefault()?.Text
            ?? FormattableString.Invariant($"few detections overlap an object (AP50 {result.Coco.Stats[1]:0.000}); the pretrained model does not know such objects, or not at this size");
    }
}
