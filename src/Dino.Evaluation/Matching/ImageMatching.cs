namespace Dino.Evaluation;

/// <summary>Matches as the evaluation does, at one IoU threshold, and says for every image which box became what: for pictures of good and failed
/// cases, and for the error breakdown.</summary>
public static class ImageMatching
{
    /// <summary>One entry for each evaluated image, by image id.</summary>
    /// <param name="iouThreshold">Least overlap of a hit.</param>
    /// <param name="minScore">Detections below it are left out. What becomes of the others does not depend on them: the best score chooses first.</param>
    public static IReadOnlyList<ImageMatches> Match(
        CocoGroundTruth groundTruth,
        CocoDetections detections,
        double iouThreshold = 0.5,
        double minScore = double.NegativeInfinity,
        EvaluationOptions? options = null)
    {
        var plan = new EvaluationPlan(groundTruth, detections, options ?? new EvaluationOptions());
        var images = plan.ImageIds.Select(_ => new ImageOutcome()).ToArray();
        var order = new ScoreOrder();
        for (var category = 0; category < plan.CategoryIds.Length; category++)
        {
            foreach (var (image, found, objects) in ByImage(plan, category))
            {
                var scores = found.ConvertAll(plan.ScoreAt).ToArray();
                var best = new List<int>();
                foreach (var position in order.Descending(scores)[..Math.Min(scores.Length, CocoParameters.MaxDetections[^1])])
                {
                    if (scores[position] >= minScore)
                    {
                        best.Add(found[position]);
                    }
                }

                new CategoryInImage(plan, objects, iouThreshold).Match(best, images[image]);
            }
        }

        return [.. images.Select((outcome, image) => outcome.ToMatches(plan.ImageIds[image]))];
    }

    private static IEnumerable<(int Image, List<int> Detections, List<int> Objects)> ByImage(EvaluationPlan plan, int category)
    {
        var byImage = new SortedDictionary<int, (List<int> Detections, List<int> Objects)>();
        (List<int> Detections, List<int> Objects) At(int image)
            => byImage.TryGetValue(image, out var lists) ? lists : byImage[image] = ([], []);

        var detections = plan.Detections.Items(category);
        for (var i = 0; i < detections.Length; i++)
        {
            At(plan.Detections.Images(category)[i]).Detections.Add(detections[i]);
        }

        var objects = plan.Objects.Items(category);
        for (var i = 0; i < objects.Length; i++)
        {
            At(plan.Objects.Images(category)[i]).Objects.Add(objects[i]);
        }

        return byImage.Select(entry => (entry.Key, entry.Value.Detections, entry.Value.Objects));
    }
}
