using System.Collections.Immutable;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Runs <see cref="ImageMatcher"/> over the images of one category and sorts the outcome by score. One instance a thread.</summary>
/// <param name="maxDetections">Best detections of an image and category that count; at most 256.</param>
internal sealed class CategoryMatcher(
    EvaluationPlan plan,
    ImmutableArray<double> iouThresholds,
    ImmutableArray<AreaRange> areaRanges,
    int maxDetections)
{
    private readonly ImageMatcher _matcher = new(iouThresholds, areaRanges);
    private GroundTruthBox[] _objects = [];
    private BoxXyWh[] _boxes = [];
    private readonly ScoreOrder _order = new();
    private double[] _scores = [];

    public CategoryMatches Match(int category)
    {
        var detections = plan.Detections.Items(category);
        var images = plan.Detections.Images(category);
        var objects = plan.Objects.Items(category);
        var objectImages = plan.Objects.Images(category);
        var outcome = new MatchOutcome(detections.Length, areaRanges.Length);
        var firstObject = 0;
        for (int start = 0, end; start < detections.Length; start = end)
        {
            end = EndOfRun(images, start);
            var skipped = objectImages[firstObject..].IndexOfAnyInRange(images[start], int.MaxValue);
            firstObject = skipped < 0 ? objects.Length : firstObject + skipped;
            var lastObject = firstObject < objects.Length && objectImages[firstObject] == images[start]
                ? EndOfRun(objectImages, firstObject)
                : firstObject;
            MatchImage(images[start], detections[start..end], objects[firstObject..lastObject], outcome);
        }

        return outcome.SortedByScore(_order, objectImages.ToArray(), CountedObjects(objects));
    }

    private void MatchImage(int image, ReadOnlySpan<int> detections, ReadOnlySpan<int> objects, MatchOutcome outcome)
    {
        var best = BestByScore(detections);
        EnsureLength(ref _boxes, best.Length);
        EnsureLength(ref _objects, objects.Length);
        for (var g = 0; g < objects.Length; g++)
        {
            _objects[g] = plan.ObjectAt(objects[g]);
        }

        var first = outcome.Count;
        for (var rank = 0; rank < best.Length; rank++)
        {
            var item = detections[best[rank]];
            _boxes[rank] = plan.DetectionAt(item);
            outcome.Add(item, image, rank, plan.ScoreAt(item));
        }

        _matcher.Match(
            _boxes.AsSpan(0, best.Length),
            _objects.AsSpan(0, objects.Length),
            outcome.TruePositives,
            outcome.FalsePositives,
            first);
    }

    private ReadOnlySpan<int> BestByScore(ReadOnlySpan<int> detections)
    {
        EnsureLength(ref _scores, detections.Length);
        for (var i = 0; i < detections.Length; i++)
        {
            _scores[i] = plan.ScoreAt(detections[i]);
        }

        return _order.Descending(_scores.AsSpan(0, detections.Length))[..Math.Min(maxDetections, detections.Length)];
    }

    private bool[][] CountedObjects(ReadOnlySpan<int> objects)
    {
        var counted = new bool[areaRanges.Length][];
        for (var a = 0; a < counted.Length; a++)
        {
            counted[a] = new bool[objects.Length];
            for (var g = 0; g < objects.Length; g++)
            {
                var target = plan.ObjectAt(objects[g]);
                counted[a][g] = !target.IsCrowd && areaRanges[a].Contains(target.Area);
            }
        }

        return counted;
    }

    private static int EndOfRun(ReadOnlySpan<int> values, int start)
    {
        var end = start + 1;
        while (end < values.Length && values[end] == values[start])
        {
            end++;
        }

        return end;
    }

    private static void EnsureLength<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, 2 * buffer.Length)];
        }
    }
}
