using Dino.Core.Coco;

namespace Dino.Evaluation.Tests;

/// <summary>A small ground truth and detections, written down in a test.</summary>
internal sealed class Scene
{
    private readonly CocoGroundTruthBuilder _objects = new("gt");
    private readonly CocoDetectionsBuilder _detections = new("dt");
    private long _nextId = 1;

    /// <param name="images">Images 1 to this number.</param>
    /// <param name="categories">Categories 1 to this number.</param>
    public Scene(int images = 1, int categories = 1)
    {
        for (var id = 1; id <= images; id++)
        {
            _objects.AddImage(id);
        }

        for (var id = 1; id <= categories; id++)
        {
            _objects.AddCategory(id);
        }
    }

    /// <summary>A box whose area field is that of the box, unless given.</summary>
    public Scene Object(double x, double y, double width, double height, long image = 1, long category = 1, bool crowd = false, long? id = null, double? area = null)
    {
        _objects.AddAnnotation(id ?? _nextId++, image, category, new BoxXyWh(x, y, width, height), area, crowd);
        return this;
    }

    public Scene Detection(double x, double y, double width, double height, double score, long image = 1, long category = 1)
    {
        _detections.Add(image, category, new BoxXyWh(x, y, width, height), score);
        return this;
    }

    /// <summary>Empties the scene.</summary>
    public (CocoGroundTruth GroundTruth, CocoDetections Detections) Build() => (_objects.Build(), _detections.Build());

    /// <summary>Empties the scene.</summary>
    public CocoEvaluationResult Evaluate(EvaluationOptions? options = null)
    {
        var (groundTruth, detections) = Build();
        return CocoEvaluator.Evaluate(groundTruth, detections, options);
    }
}
