using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Engine.Evaluating;
using Dino.Evaluation;

namespace Dino.Engine.Tests.Readme;

/// <summary>The samples of the package's README, compiled. Each region equals a code block there.</summary>
internal static class ReadmeSamples
{
    public static ModelEvaluationResult Run(string weights, string picture, string dataset)
    {
        // begin predict
        using var detector = Detector.Load(weights, size: new EvaluationSize(ShortSide: 192, MaxSize: 320));
        foreach (var found in detector.Predict(picture, leastScore: 0.3))
        {
            Console.WriteLine($"category {found.CategoryId}: {found.Score:0.00} at ({found.Box.X:0}, {found.Box.Y:0})");
        }
        // end predict

        // begin evaluate
        var result = detector.Evaluate(CocoSource.Locate(dataset).Whole!);
        Console.Write(CocoSummary.Format(result.Coco.Stats));
        // end evaluate

        // begin attention
        var data = CocoDataset.Load(CocoSource.Locate(dataset).Whole!.AnnotationFile);
        var names = data.Categories.ToDictionary(category => category.Id, category => category.Name);
        var attention = detector.Attention(CocoSource.Locate(dataset).Whole!, data.Images[0], names);
        foreach (var point in attention.Detections[0].Select(layer: 0).OrderByDescending(point => point.Weight).Take(5))
        {
            Console.WriteLine($"({point.X:0}, {point.Y:0}) in level {point.Level}: {point.Weight:0.00}");
        }
        // end attention
        return result;
    }
}
